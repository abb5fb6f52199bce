namespace Nightjar.Core.Telemetry;

/// <summary>A name and its value. Names are unique within one series.</summary>
public readonly record struct Label(string Name, string Value);
