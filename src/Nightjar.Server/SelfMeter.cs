namespace Nightjar.Server;

/// <summary>Nightjar's own metrics: one meter, so that /metrics and an OTLP export of itself name it once.</summary>
public static class SelfMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Nightjar";
}
