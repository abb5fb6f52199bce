namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>When a point is, and since when it counts.</summary>
internal readonly record struct PointTime(long StartNs, long TimeNs)
{
    // OTLP, data point flags.
    private const uint NoRecordedValue = 1;

    /// <summary>From the wire's unsigned numbers; what lies beyond 2262 becomes the last instant, which the door refuses as future.</summary>
    public static PointTime Of(ulong start, ulong time) => new((long)Math.Min(start, long.MaxValue), (long)Math.Min(time, long.MaxValue));

    /// <summary>True when the point says that its series has ended.</summary>
    public static bool HasEnded(uint flags) => (flags & NoRecordedValue) != 0;
}
