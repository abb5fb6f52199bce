namespace Nightjar.Core.Telemetry;

/// <summary>One value of one series.</summary>
/// <param name="Series">The series it belongs to.</param>
/// <param name="TimeNs">Nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Value">The value as sent; may be NaN (see <see cref="StaleMarker"/>) or infinite.</param>
public readonly record struct Sample(SeriesId Series, long TimeNs, double Value);
