using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Prometheus' milliseconds as nanoseconds.</summary>
internal static class Timestamp
{
    private const long Most = long.MaxValue / Clock.NsPerMs;

    /// <summary>What lies outside the years 1677 to 2262 becomes their end, so that the door refuses it as too old or in the future.</summary>
    public static long ToNs(long ms) => Math.Clamp(ms, -Most, Most) * Clock.NsPerMs;
}
