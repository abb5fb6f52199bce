using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>How abnormal a series was in a range of time.</summary>
/// <param name="Series">Which, raw or derived.</param>
/// <param name="Abnormality">Sum of the evidence of its three most abnormal minutes: by this series are ranked.</param>
/// <param name="Peak">Evidence of its most abnormal sample.</param>
/// <param name="PeakNs">The minute of that sample, ns since 1970 UTC.</param>
/// <param name="FirstNs">Its first abnormal minute in the range.</param>
/// <param name="Minutes">Its abnormal minutes in the range.</param>
public readonly record struct SeriesAbnormality(SeriesId Series, double Abnormality, double Peak, long PeakNs, long FirstNs, long Minutes);
