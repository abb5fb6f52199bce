using System.Collections.Immutable;

namespace Nightjar.Core.Diagnosis;

/// <summary>What Diagnosis says of one incident; recomputed whole as evidence arrives.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="ComputedNs">When it was computed, ns since 1970 UTC.</param>
/// <param name="Suspects">Who may be the cause, most suspected first.</param>
public sealed record Findings(string IncidentId, long ComputedNs, ImmutableArray<Suspect> Suspects);
