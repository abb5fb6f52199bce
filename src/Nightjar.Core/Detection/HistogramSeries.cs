using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>A whole histogram: its buckets are gathered, its rate and quantiles scored.</summary>
internal sealed class HistogramSeries(Reporter reporter, bool delta)
{
    private HistogramDerivation _derivation = new(delta);

    public void Observe(double bound, long timeNs, double value, bool live, ICollection<Anomaly> changes) // hot
    {
        // Each bucket carries the marker; the first one ends the histogram.
        reporter.Seen(timeNs, value, live, changes);
        if (!_derivation.Add(bound, timeNs, value, out HistogramPoint point))
        {
            return;
        }

        ReadOnlySpan<ScoredSeries> scored = reporter.Scored;
        scored[0].Score(point.TimeNs, point.Rate, changes);
        if (!double.IsNaN(point.P50))
        {
            scored[1].Score(point.TimeNs, point.P50, changes);
            scored[2].Score(point.TimeNs, point.P95, changes);
            scored[3].Score(point.TimeNs, point.P99, changes);
        }
    }

    public void Save(BinaryWriter writer) => _derivation.Save(writer);

    public void Restore(BinaryReader reader) => _derivation = HistogramDerivation.Restore(reader);
}
