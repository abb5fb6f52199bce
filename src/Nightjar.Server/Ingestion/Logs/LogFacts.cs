namespace Nightjar.Server.Ingestion.Logs;

/// <summary>What a protocol itself says of a line: it wins over what the line says.</summary>
public readonly ref struct LogFacts
{
    /// <summary>When it was written, Unix ns.</summary>
    public long? TimeNs { get; init; }

    /// <summary>OpenTelemetry's number, 0 unknown.</summary>
    public byte Severity { get; init; }

    /// <summary>0 for none.</summary>
    public UInt128 TraceId { get; init; }

    /// <summary>0 for none.</summary>
    public ulong SpanId { get; init; }

    /// <summary>A JSON object, or empty.</summary>
    public ReadOnlySpan<byte> Attributes { get; init; }
}
