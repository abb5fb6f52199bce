using System.Text;

namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// OpenTelemetry's severity numbers: 1 to 4 trace, 5 to 8 debug, 9 to 12 info, 13 to 16 warn, 17 to 20 error, 21 to 24 fatal; 0 is unknown. Words are
/// mapped as appendix B of OpenTelemetry's logs data model does for syslog, Log4j, Zap, .NET and java.util.logging.
/// </summary>
public static class LogSeverity
{
    /// <summary>No level is known.</summary>
    public const byte Unknown = 0;

    /// <summary>The first number of the range trace.</summary>
    public const byte Trace = 1;

    /// <summary>The first number of the range debug.</summary>
    public const byte Debug = 5;

    /// <summary>The first number of the range info.</summary>
    public const byte Info = 9;

    /// <summary>The first number of the range warn.</summary>
    public const byte Warn = 13;

    /// <summary>The first number of the range error.</summary>
    public const byte Error = 17;

    /// <summary>The first number of the range fatal.</summary>
    public const byte Fatal = 21;

    private const int LongestWord = 13;

    private static readonly string[] Names = ["", "trace", "debug", "info", "warn", "error", "fatal"];

    // Emergency, alert, critical, error, warning, notice, info, debug.
    private static readonly byte[] Syslog = [21, 19, 18, 17, 13, 10, 9, 5];

    private static readonly Dictionary<ulong, byte> Words = Table(
        (Trace, "trace trc trce verbose verb vrb finest v t"),
        (Debug, "debug dbg dbug finer debug1 debug2 debug3 debug4 debug5 d"),
        (6, "fine"),
        (7, "config"),
        (Info, "info inf information informational log i"),
        (10, "notice note n"),
        (Warn, "warning warn wrn w"),
        (Error, "error err eror severe fail failure e"),
        (18, "critical crit crt dpanic c"),
        (19, "alert panic"),
        (Fatal, "fatal ftl emerg emergency f"));

    /// <summary>The name of the range a number lies in, empty for unknown and for what is no severity.</summary>
    public static string Name(byte severity) => severity is 0 or > 24 ? "" : Names[((severity - 1) / 4) + 1];

    /// <summary>The number of a word in any case, such as <c>WARN</c>, <c>err</c> or <c>I</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> word, out byte severity)
    {
        severity = Unknown;
        return word.Length is > 0 and <= LongestWord && Words.TryGetValue(AsciiKey.Of(word), out severity);
    }

    /// <summary>The number of a name of a range, such as <c>warn</c>; for options of commands.</summary>
    public static bool TryParse(string word, out byte severity) => TryParse(Encoding.UTF8.GetBytes(word), out severity);

    /// <summary>The number of syslog's 0 to 7.</summary>
    internal static byte OfSyslog(int severity) => Syslog[severity & 7];

    private static Dictionary<ulong, byte> Table(params (byte Severity, string Words)[] rows) => rows
        .SelectMany(row => row.Words.Split(' ').Select(word => (Key: AsciiKey.Of(Encoding.ASCII.GetBytes(word)), row.Severity)))
        .ToDictionary(row => row.Key, row => row.Severity);
}
