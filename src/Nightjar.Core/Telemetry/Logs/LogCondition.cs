namespace Nightjar.Core.Telemetry.Logs;

/// <summary>One condition of a <see cref="LogSearch"/>.</summary>
/// <param name="Kind">Which of the members below counts.</param>
/// <param name="Value">As written.</param>
public sealed record LogCondition(LogConditionKind Kind, string Value)
{
    /// <summary>Whether lines must not fulfil it.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Of a field: the label or attribute.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of a level: the first number of its range.</summary>
    public byte Severity { get; init; }

    /// <summary>Of a pattern: its service.</summary>
    public int Service { get; init; }

    /// <summary>Of a pattern: its id within the service.</summary>
    public int Pattern { get; init; }

    /// <summary>Of a trace: its id.</summary>
    public UInt128 Trace { get; init; }
}

/// <summary>What a condition looks at.</summary>
public enum LogConditionKind
{
    /// <summary>A text anywhere in the line, in any case.</summary>
    Text,

    /// <summary>An RE2 expression that matches anywhere in the line.</summary>
    Regex,

    /// <summary>A range of severities.</summary>
    Level,

    /// <summary>A severity or worse.</summary>
    LeastLevel,

    /// <summary>A pattern.</summary>
    Pattern,

    /// <summary>A trace.</summary>
    Trace,

    /// <summary>A label of the stream, an entity, or an attribute of the line.</summary>
    Field,
}
