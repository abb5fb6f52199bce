namespace Nightjar.Commands.Serve;

/// <summary>The command line of <c>serve</c>, checked but not yet tied to the server's types.</summary>
internal sealed record ServeSettings
{
    public required string DataDirectory { get; init; }

    public required string Listen { get; init; }

    /// <summary>Null when off.</summary>
    public required string? OtlpGrpc { get; init; }

    /// <summary>Null when off.</summary>
    public required string? OtlpHttp { get; init; }

    /// <summary>Null when off.</summary>
    public required string? SyslogUdp { get; init; }

    /// <summary>Null when off.</summary>
    public required string? SyslogTcp { get; init; }

    /// <summary>Null when off.</summary>
    public required string? SyslogTls { get; init; }

    public required string? ConfigurationFile { get; init; }

    public required IReadOnlyDictionary<string, string?> Settings { get; init; }
}
