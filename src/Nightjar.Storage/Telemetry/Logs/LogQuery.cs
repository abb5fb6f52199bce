using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>Which lines are asked for.</summary>
/// <param name="Range">Both ends inclusive.</param>
/// <param name="Search">What they must fulfil; its conditions on patterns are not looked at: the caller has made <see cref="Signatures"/> of them.</param>
public sealed record LogQuery(TimeRange Range, LogSearch Search)
{
    /// <summary>Services and signatures, one of which a line must bear; null for any.</summary>
    public IReadOnlyCollection<(int Service, int Signature)>? Signatures { get; init; }

    /// <summary>Services and signatures that a line must not bear.</summary>
    public IReadOnlyCollection<(int Service, int Signature)> NotSignatures { get; init; } = [];

    /// <summary>Where a page before ended: the next goes on with what is older; null begins with the newest.</summary>
    public LogCursor? After { get; init; }
}

/// <summary>A place among lines that are sorted newest first.</summary>
/// <param name="TimeNs">Of the line before it.</param>
/// <param name="Given">How many lines of that time were given.</param>
public readonly record struct LogCursor(long TimeNs, int Given);

/// <summary>A page of lines, newest first.</summary>
/// <param name="Entries">The lines.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record LogPage(IReadOnlyList<LogEntry> Entries, LogCursor? Next);

/// <summary>How many lines of a range of severities fell into a stretch of time.</summary>
/// <param name="FromNs">Beginning of the stretch, a multiple of its length since 1970.</param>
/// <param name="Severity">First number of the range: 1, 5, 9, 13, 17, 21; 0 unknown.</param>
/// <param name="Count">Lines.</param>
public readonly record struct LogCount(long FromNs, byte Severity, long Count);

/// <summary>The lines of one signature.</summary>
/// <param name="Service">The service's id.</param>
/// <param name="Signature">Within the service.</param>
/// <param name="Severity">The highest of any line.</param>
/// <param name="Count">Lines.</param>
/// <param name="FirstNs">Time of the oldest.</param>
/// <param name="LastNs">Time of the newest.</param>
public readonly record struct SignatureCount(int Service, int Signature, byte Severity, long Count, long FirstNs, long LastNs);

/// <summary>A signature of which only lines are known.</summary>
/// <param name="Signature">Its id.</param>
/// <param name="Message">Of one of them.</param>
public sealed record UnknownSignature(int Signature, string Message);
