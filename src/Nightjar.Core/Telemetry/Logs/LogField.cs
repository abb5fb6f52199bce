using System.Text;

namespace Nightjar.Core.Telemetry.Logs;

/// <summary>What a key of JSON or logfmt says.</summary>
internal enum LogField
{
    None,
    Time,
    Level,
    Message,
    Host,
    Process,
    ProcessId,
    Thread,
    Logger,
    Trace,
    Stream,
}

/// <summary>The keys that writers of JSON and logfmt use for what a header says, in any case.</summary>
internal static class LogFields
{
    private const int LongestKey = 32;

    private static readonly Dictionary<ulong, LogField> Names = Table(
        (LogField.Time, "time timestamp @timestamp ts t @t datetime date eventtime time_local __realtime_timestamp"),
        (LogField.Level, "level lvl severity log.level loglevel @l s levelname priority severitytext severity_text"),
        (LogField.Message, "message msg @m @mt event log body short_message text renderedmessage"),
        (LogField.Host, "host hostname host.name _hostname host_name node"),
        (LogField.Process, "app process process.name service service.name syslog_identifier container container_name program application"),
        (LogField.ProcessId, "pid process.pid _pid processid"),
        (LogField.Thread, "thread thread_name threadname process.thread.name tid ctx thread_id"),
        (LogField.Logger, "logger logger_name log.logger category sourcecontext c loggername name component"),
        (LogField.Trace, "stack_trace error.stack_trace exception @x stacktrace stack exc_info"),
        (LogField.Stream, "stream"));

    /// <summary>What a key says, <see cref="LogField.None"/> for any other.</summary>
    public static LogField Of(ReadOnlySpan<byte> key) => key.Length is 0 or > LongestKey ? LogField.None : Names.GetValueOrDefault(AsciiKey.Of(key));

    private static Dictionary<ulong, LogField> Table(params (LogField Field, string Names)[] rows) => rows
        .SelectMany(row => row.Names.Split(' ').Select(name => (Key: AsciiKey.Of(Encoding.ASCII.GetBytes(name)), row.Field)))
        .ToDictionary(row => row.Key, row => row.Field);
}
