namespace Nightjar.Core.Telemetry.Logs;

/// <summary>A time stamp found at the beginning of a text.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="TimeNs">Unix ns.</param>
/// <param name="HasTimeOfDay">False for a date alone.</param>
/// <param name="IsAbsolute">It names year and zone, or counts from 1970.</param>
/// <param name="IsSyslog">It is RFC 3164's, behind which a host comes.</param>
/// <param name="Severity">Of the letter in front of klog's, or 0.</param>
internal readonly record struct LogStamp(int Length, long TimeNs, bool HasTimeOfDay, bool IsAbsolute, bool IsSyslog, byte Severity);
