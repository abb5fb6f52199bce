namespace Nightjar.Storage.Telemetry;

/// <summary>A sample as read back, its series known from the context.</summary>
/// <param name="TimeNs">Nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Value">As sent.</param>
public readonly record struct SamplePoint(long TimeNs, double Value);
