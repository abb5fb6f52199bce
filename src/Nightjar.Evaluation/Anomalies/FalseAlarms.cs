using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies;

/// <summary>Alarms for nothing: those raised where nobody had labelled anything.</summary>
public static class FalseAlarms
{
    private const double WeekNs = 7.0 * 86_400 * Clock.NsPerSecond;

    /// <summary>Alarms outside labels by the summed length of the series in weeks; null when there is no length.</summary>
    public static double? PerSeriesWeek(IEnumerable<SeriesScores> all)
    {
        long alarms = 0;
        double weeks = 0;
        foreach (SeriesScores one in all)
        {
            weeks += (one.Series.TimesNs.Max() - one.Series.TimesNs.Min()) / WeekNs;
            for (int i = 0; i < one.Alarms.Length; i++)
            {
                alarms += one.Alarms[i] && !one.Series.Labels[i] ? 1 : 0;
            }
        }

        return weeks > 0 ? alarms / weeks : null;
    }
}
