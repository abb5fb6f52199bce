namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// What a line of a log says besides its message. All parts lie in the bytes that were parsed, or in a buffer of the parser where an escaped text had to be
/// undone: they hold until the parser's next line. What is not there is empty.
/// </summary>
public ref struct LogLine
{
    /// <summary>When it was written, Unix ns; null where it has no time.</summary>
    public long? TimeNs { get; internal set; }

    /// <summary>OpenTelemetry's number, <see cref="LogSeverity.Unknown"/> where no level is known.</summary>
    public byte Severity { get; internal set; }

    /// <summary>The level in the line's own word.</summary>
    public ReadOnlySpan<byte> Level { get; internal set; }

    /// <summary>The machine.</summary>
    public ReadOnlySpan<byte> Host { get; internal set; }

    /// <summary>The program or container.</summary>
    public ReadOnlySpan<byte> Process { get; internal set; }

    /// <summary>Number of the process.</summary>
    public ReadOnlySpan<byte> ProcessId { get; internal set; }

    /// <summary>Name or number of the thread.</summary>
    public ReadOnlySpan<byte> Thread { get; internal set; }

    /// <summary>The logger: class, category or component.</summary>
    public ReadOnlySpan<byte> Logger { get; internal set; }

    /// <summary>The message: what is mined. The whole line where no header is known.</summary>
    public ReadOnlySpan<byte> Body { get; internal set; }

    /// <summary>The lines below the first: a stack trace, the rest of a message.</summary>
    public ReadOnlySpan<byte> Continuation { get; internal set; }

    /// <summary>Fields of JSON or logfmt that are none of the above.</summary>
    public LogAttributes Attributes { get; internal set; }

    /// <summary>Whether it is JSON or logfmt, so that all it says is in the other members.</summary>
    public bool IsStructured { get; internal set; }

    /// <summary>Whether any header was found, so that <see cref="Body"/> is not merely the line.</summary>
    public bool HasHeader { get; internal set; }
}
