namespace Nightjar.Core.Telemetry;

/// <summary>Conversions between .NET's ticks of 100 ns and the nanoseconds that samples carry.</summary>
public static class Clock
{
    /// <summary>Nanoseconds in one .NET tick.</summary>
    public const long NsPerTick = 100;

    /// <summary>Nanoseconds in a millisecond, the unit of Prometheus' timestamps.</summary>
    public const long NsPerMs = 1_000_000;

    /// <summary>Nanoseconds in a second.</summary>
    public const long NsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds in a minute.</summary>
    public const long NsPerMinute = 60 * NsPerSecond;

    /// <summary>Nanoseconds since 1970-01-01 UTC. Exact from 1678 to 2261.</summary>
    public static long ToUnixNs(this DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) * NsPerTick;

    /// <summary>The instant of a sample; what is finer than 100 ns is cut off.</summary>
    public static DateTimeOffset ToTime(long unixNs) => new(DateTime.UnixEpoch.Ticks + (unixNs / NsPerTick), TimeSpan.Zero);

    /// <summary>The present by <paramref name="time"/>, in nanoseconds since 1970-01-01 UTC.</summary>
    public static long NowNs(this TimeProvider time) => time.GetUtcNow().ToUnixNs();

    /// <summary>A duration in nanoseconds.</summary>
    public static long ToNs(this TimeSpan span) => span.Ticks * NsPerTick;
}
