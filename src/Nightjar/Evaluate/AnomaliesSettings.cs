using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Commands.Evaluate;

/// <summary>The command line of <c>evaluate anomalies</c>.</summary>
internal sealed record AnomaliesSettings(
    Dataset Dataset, string Data, IReadOnlyList<string> FitOn, string? Out, bool Baselines, SimulationSettings Simulation, bool Json);
