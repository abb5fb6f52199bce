using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Detection.Logs;

/// <summary>The severity that a template's words speak of, for logs that have no levels and for warnings of what is worse.</summary>
public static class SeverityWords
{
    private static readonly string[] Fatal = ["panic", "fatal", "segfault", "segmentation fault", "out of memory", "oom-kill", "oom_kill", "corrupt", "kernel bug", "data loss"];
    private static readonly string[] Error = ["error", "exception", "failed", "failure", "refused", "denied", "unable to", "cannot", "aborted", "crash", "timed out", "timeout", "unreachable", "killed"];

    /// <summary>
    /// The severity of a pattern: that of its level, raised to <see cref="LogSeverity.Error"/> or <see cref="LogSeverity.Fatal"/> by its words. Who wrote info has judged:
    /// words raise only what has no level, or warn and above.
    /// </summary>
    public static byte Of(string template, byte level) =>
        level is not LogSeverity.Unknown and < LogSeverity.Warn ? level
        : Fatal.Any(word => template.Contains(word, StringComparison.OrdinalIgnoreCase)) ? LogSeverity.Fatal
        : Error.Any(word => template.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Math.Max(level, LogSeverity.Error)
        : level;
}
