namespace Nightjar.Core.Telemetry;

/// <summary>
/// The identity of an entity in words a person can read and a URL can carry: <c>host/web-1</c>, <c>disk/web-1/sda</c>.
/// Kind in lower case, then the identifying values from the widest to the narrowest, each percent-encoded where it holds a slash.
/// </summary>
public readonly record struct EntityId(string Value)
{
    /// <summary>The identifier as text.</summary>
    public override string ToString() => Value;
}
