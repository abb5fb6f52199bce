using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>A raw series as a shard holds it: takes samples, derives what is to be scored.</summary>
internal abstract class TrackedSeries
{
    /// <summary>Newest sample taken. Older ones are repeats of a replay and are passed over.</summary>
    public long LastNs { get; protected set; } = long.MinValue;

    /// <summary>Takes a sample that is newer than <see cref="LastNs"/>.</summary>
    /// <param name="timeNs">When.</param>
    /// <param name="value">As sent; a <see cref="StaleMarker"/> ends the series.</param>
    /// <param name="live">True when the sample is about as young as its rhythm allows: only such a series can fall silent.</param>
    /// <param name="changes">Takes what became of anomalies.</param>
    public abstract void Observe(long timeNs, double value, bool live, ICollection<Anomaly> changes);

    /// <summary>Writes its state after its id.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public abstract void Restore(BinaryReader reader);
}
