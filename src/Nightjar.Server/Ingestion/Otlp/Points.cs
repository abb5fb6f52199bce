using Google.Protobuf.Collections;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;
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

    /// <summary>
    /// "No recorded value": each series of the point ends here, whatever else the point holds. What was never seen has nothing to end.
    /// False when the point does not say so.
    /// </summary>
    public static bool TryEnd(MetricSeries series, RepeatedField<KeyValue> attributes, uint flags, PointTime time)
    {
        if (!PointTime.HasEnded(flags))
        {
            return false;
        }

        PointSeries point = series.Of(attributes);
        lock (point.Lock)
        {
            foreach (SeriesEntry entry in point.All)
            {
                if (!entry.Dropped && entry.LastTimeNs < time.TimeNs && !StaleMarker.Is(entry.LastValue))
                {
                    series.Batch.Add(entry, time.TimeNs, StaleMarker.Value);
                }
            }
        }

        return true;
    }
}
