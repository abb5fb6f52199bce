using System.Globalization;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Evaluation.Tuning;

/// <summary>The settings worth trying, mild ones first: a side, a minimum change, a sensitivity, and each with a bound that holds what is wanted.</summary>
internal static class TuningCandidates
{
    // Halves in two steps, down to a sixteenth: as far as words on a series go, too.
    private const int SensitivitySteps = 8;

    // The peak in the record is that of the surprise, and the next like it may be a little larger.
    private static readonly double[] Rooms = [1.1, 1.5, 2];

    // Nearer to what is not wanted than to what is: the wanted one is to be beyond it for most of its length.
    private static readonly double[] BoundShares = [0.25, 0.5];

    // However many words there are, a series is judged anew some hundred times at most.
    private const int MostChanges = 12;

    public static IReadOnlyList<RuleSettings> Of(SeriesRule present, TuningTrial before)
    {
        Anomaly[] wanted = [.. before.Anomalies.Where(one => before.Caught.Any(mark => mark.Fits(one)))];
        Anomaly[] unwanted = [.. before.Anomalies.Where(one => before.Unwanted.Any(mark => mark.Fits(one))).Except(wanted)];
        RuleSettings[] singles = [.. Directions(present, unwanted), .. Changes(present, unwanted), .. Sensitivities(present)];
        RuleSettings[] bounds = [.. Bounds(present, wanted, unwanted)];
        return [.. singles, .. bounds.SelectMany(bound => singles.Select(single => single with { Lower = bound.Lower, Upper = bound.Upper }))];
    }

    private static IEnumerable<RuleSettings> Directions(SeriesRule present, Anomaly[] unwanted)
    {
        // One word does not say that a whole side is of no interest.
        AnomalyDirection[] sides = [.. unwanted.Select(one => one.Direction).Distinct()];
        if (unwanted.Length > 1 && present.Direction == RuleDirection.Both && sides is [AnomalyDirection.Up or AnomalyDirection.Down])
        {
            yield return new RuleSettings { Direction = sides[0] == AnomalyDirection.Up ? RuleDirection.Down : RuleDirection.Up };
        }
    }

    private static IEnumerable<RuleSettings> Changes(SeriesRule present, Anomaly[] unwanted) => unwanted
        .SelectMany(one => Rooms.Select(room => Readable(room * Math.Abs(one.Observed - one.Expected))))
        .Where(change => double.IsFinite(change) && change > present.MinChange)
        .Distinct().OrderDescending().Take(MostChanges).Order()
        .Select(change => new RuleSettings { MinChange = change });

    private static IEnumerable<RuleSettings> Sensitivities(SeriesRule present) => Enumerable.Range(1, SensitivitySteps)
        .Select(step => Readable(present.Sensitivity * Math.Pow(2, -step / 2.0)))
        .Where(sensitivity => sensitivity is >= SeriesRule.LeastSensitivity and <= SeriesRule.GreatestSensitivity)
        .Select(sensitivity => new RuleSettings { Sensitivity = sensitivity });

    /// <summary>Between the worst of what is not wanted on a side (or the expected range, where there is none) and the least of what is wanted.</summary>
    private static IEnumerable<RuleSettings> Bounds(SeriesRule present, Anomaly[] wanted, Anomaly[] unwanted)
    {
        Anomaly[] high = [.. wanted.Where(one => one.Direction == AnomalyDirection.Up)];
        Anomaly[] low = [.. wanted.Where(one => one.Direction == AnomalyDirection.Down)];
        double highest = unwanted.Where(one => one.Direction == AnomalyDirection.Up).Select(one => one.Observed).Concat(high.Select(one => one.Upper)).Append(double.MinValue).Max();
        double lowest = unwanted.Where(one => one.Direction == AnomalyDirection.Down).Select(one => one.Observed).Concat(low.Select(one => one.Lower)).Append(double.MaxValue).Min();
        double leastHigh = high.Select(one => one.Observed).Append(double.MaxValue).Min();
        double leastLow = low.Select(one => one.Observed).Append(double.MinValue).Max();
        foreach (double share in BoundShares)
        {
            if (high.Length > 0 && leastHigh > highest && double.IsPositiveInfinity(present.Upper))
            {
                yield return new RuleSettings { Upper = Readable(highest + (share * (leastHigh - highest))) };
            }

            if (low.Length > 0 && leastLow < lowest && double.IsNegativeInfinity(present.Lower))
            {
                yield return new RuleSettings { Lower = Readable(lowest - (share * (lowest - leastLow))) };
            }
        }
    }

    /// <summary>Three digits: a person is to read it, and nobody's word is more exact.</summary>
    private static double Readable(double value) =>
        double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
