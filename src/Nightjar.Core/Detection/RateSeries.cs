using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>A counter: its rate is scored.</summary>
internal sealed class RateSeries(Reporter reporter, MetricKind kind) : TrackedSeries
{
    private RateDerivation _rate;

    /// <inheritdoc />
    public override void Observe(long timeNs, double value, bool live, ICollection<Anomaly> changes) // hot
    {
        LastNs = timeNs;
        bool isValue = reporter.Seen(timeNs, value, live, changes);
        if (_rate.TryNext(kind, timeNs, value, out double perSecond) && isValue)
        {
            reporter.First.Score(timeNs, perSecond, changes);
        }
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer)
    {
        writer.Write((byte)kind);
        writer.Write(LastNs);
        _rate.Save(writer);
    }

    /// <inheritdoc />
    public override void Restore(BinaryReader reader)
    {
        if (reader.ReadByte() != (byte)kind)
        {
            return;
        }

        LastNs = reader.ReadInt64();
        _rate = RateDerivation.Restore(reader);
    }
}
