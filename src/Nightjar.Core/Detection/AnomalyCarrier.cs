using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>A series that carries a joint anomaly, as it was when that was at its largest.</summary>
/// <param name="Series">Which, raw or derived.</param>
/// <param name="Unit">Of its values, or empty.</param>
/// <param name="Share">Its part of the evidence, 0 to 1.</param>
/// <param name="Observed">Mean of its newest values.</param>
/// <param name="Expected">What the other series of the entity led to expect.</param>
public sealed record AnomalyCarrier(Labels Series, string Unit, double Share, double Observed, double Expected);
