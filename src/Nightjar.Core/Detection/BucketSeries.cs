namespace Nightjar.Core.Detection;

/// <summary>One bucket: hands its samples to its histogram.</summary>
internal sealed class BucketSeries(HistogramSeries histogram, double bound) : TrackedSeries
{
    /// <inheritdoc />
    public override void Observe(long timeNs, double value, bool live, ICollection<Anomaly> changes) // hot
    {
        LastNs = timeNs;
        histogram.Observe(bound, timeNs, value, live, changes);
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer) => writer.Write(LastNs);

    /// <inheritdoc />
    public override void Restore(BinaryReader reader) => LastNs = reader.ReadInt64();
}
