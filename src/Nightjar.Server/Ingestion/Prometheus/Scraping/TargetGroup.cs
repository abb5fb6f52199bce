using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Targets with labels in common.</summary>
/// <param name="Targets">Addresses: <c>host:port</c>.</param>
/// <param name="Labels">Given to all their series.</param>
internal sealed record TargetGroup(IReadOnlyList<string> Targets, IReadOnlyList<Label> Labels);
