namespace Nightjar.Core.Detection;

/// <summary>How bad an anomaly is: how far outside the range, in widths of the range, and for how long.</summary>
public static class SeverityRules
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Just outside is <see cref="Severity.Info"/>; half a range outside <see cref="Severity.Warning"/>; three times the range for a
    /// minute, or at once six times, <see cref="Severity.High"/>; that for five minutes <see cref="Severity.Critical"/>.
    /// </summary>
    /// <param name="score">The largest |z|.</param>
    /// <param name="bar">The |z| at which the range ends.</param>
    /// <param name="length">From the first abnormal sample to the newest.</param>
    public static Severity OfRange(double score, double bar, TimeSpan length)
    {
        double times = score / bar;
        if (times >= 6)
        {
            return length >= Long ? Severity.Critical : Severity.High;
        }

        if (times >= 3)
        {
            return length >= Short ? Severity.High : Severity.Warning;
        }

        return times >= 1.5 || length >= Long ? Severity.Warning : Severity.Info;
    }

    /// <summary>A silence is a <see cref="Severity.Warning"/>, after five minutes <see cref="Severity.High"/>.</summary>
    public static Severity OfSilence(TimeSpan length) => length >= Long ? Severity.High : Severity.Warning;
}
