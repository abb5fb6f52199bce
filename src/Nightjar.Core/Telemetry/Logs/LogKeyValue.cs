namespace Nightjar.Core.Telemetry.Logs;

/// <summary>A key and its value, both in the line's bytes.</summary>
public readonly ref struct LogKeyValue
{
    internal LogKeyValue(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isJsonText)
    {
        IsJsonText = isJsonText;
        Key = key;
        Value = value;
    }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Whether it is a text of JSON, in which escapes stand still.</summary>
    public bool IsJsonText { get; }
}
