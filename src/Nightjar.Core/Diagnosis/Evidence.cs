using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Diagnosis;

/// <summary>A number a person can check.</summary>
/// <param name="Series">The series it was read from.</param>
/// <param name="Unit">Unit of the values, or empty.</param>
/// <param name="Observed">What was seen.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Lower">Lower end of the expected range.</param>
/// <param name="Upper">Upper end of the expected range.</param>
/// <param name="Score">Robust z.</param>
/// <param name="SinceNs">Since when, ns since 1970 UTC.</param>
/// <param name="AnomalyId">The anomaly it comes from, or null where it was read beside one.</param>
public sealed record Evidence(
    Labels Series, string Unit, double Observed, double Expected, double Lower, double Upper, double Score, long SinceNs, string? AnomalyId);
