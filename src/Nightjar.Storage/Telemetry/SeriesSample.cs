namespace Nightjar.Storage.Telemetry;

/// <summary>One sample on its way in: the series by reference, so that nothing is looked up twice.</summary>
/// <param name="Entry">The series.</param>
/// <param name="TimeNs">Nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Value">As sent.</param>
public readonly record struct SeriesSample(SeriesEntry Entry, long TimeNs, double Value);
