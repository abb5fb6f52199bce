using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Evaluation.Logs;

/// <summary>Which records are looked at.</summary>
/// <param name="SinceNs">Not older; records without a time pass only when neither bound is set.</param>
/// <param name="UntilNs">Not at that time or younger.</param>
/// <param name="LeastSeverity">Of that severity or above; records without a level pass only when it is 0.</param>
/// <param name="Text">UTF-8 that the record has in it; empty for any.</param>
public sealed record LogFilter(long? SinceNs, long? UntilNs, byte LeastSeverity, ReadOnlyMemory<byte> Text)
{
    /// <summary>Everything.</summary>
    public static LogFilter None { get; } = new(null, null, LogSeverity.Unknown, default);

    /// <summary>Whether a record is looked at.</summary>
    public bool Passes(ReadOnlySpan<byte> record, in LogLine line) =>
        line.Severity >= LeastSeverity
        && (SinceNs is not { } since || line.TimeNs >= since)
        && (UntilNs is not { } until || line.TimeNs < until)
        && (Text.IsEmpty || record.IndexOf(Text.Span) >= 0);
}
