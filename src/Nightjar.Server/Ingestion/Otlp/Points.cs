using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>What all kinds of points have in common.</summary>
internal static class Points
{
    /// <summary>Begins a point. False when it cannot be kept whatever it holds.</summary>
    public static bool Begin(MetricSeries series, ulong time) // hot
    {
        series.Batch.BeginPoint();
        if (series.Name.Length == 0)
        {
            series.Batch.Reject(RefusalReason.NoName, () => $"a metric is named '{series.Metric.Name}': a name needs at least one of a-z, A-Z, 0-9");
            return false;
        }

        if (time == 0)
        {
            series.Batch.Reject(RefusalReason.Malformed, () => $"a point of {series.Metric.Name} has no time: set time_unix_nano");
            return false;
        }

        return true;
    }

    /// <summary>"No recorded value": each series of the point ends here. What was never seen has nothing to end.</summary>
    public static void End(MetricSeries series, PointSeries point, long timeNs)
    {
        foreach (SeriesEntry entry in point.All)
        {
            if (!entry.Dropped && entry.LastTimeNs < timeNs && !StaleMarker.Is(entry.LastValue))
            {
                series.Batch.Add(entry, timeNs, StaleMarker.Value);
            }
        }
    }
}
