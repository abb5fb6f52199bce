namespace Nightjar.Core.Telemetry;

/// <summary>A span of time, both ends inclusive, in nanoseconds since 1970-01-01 UTC.</summary>
public readonly record struct TimeRange(long FromNs, long ToNs)
{
    /// <summary>Length; zero for a single instant.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks((ToNs - FromNs) / Clock.NsPerTick);

    /// <summary>True when <paramref name="timeNs"/> lies in the range, ends included.</summary>
    public bool Contains(long timeNs) => timeNs >= FromNs && timeNs <= ToNs;
}
