using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>A gauge: scored as it comes.</summary>
internal sealed class GaugeSeries(Reporter reporter, MetricKind kind) : TrackedSeries
{
    /// <inheritdoc />
    public override void Observe(long timeNs, double value, bool live, ICollection<Anomaly> changes) // hot
    {
        LastNs = timeNs;
        if (reporter.Seen(timeNs, value, live, changes))
        {
            reporter.First.Score(timeNs, value, changes);
        }
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer)
    {
        writer.Write((byte)kind);
        writer.Write(LastNs);
    }

    /// <inheritdoc />
    public override void Restore(BinaryReader reader) =>
        LastNs = reader.ReadByte() == (byte)kind ? reader.ReadInt64() : long.MinValue;
}
