using System.Collections.Immutable;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Diagnosis;

/// <summary>A possible cause of an incident.</summary>
/// <param name="Entity">Who.</param>
/// <param name="Score">Robust z of its strongest evidence; suspects are ordered by it, largest first.</param>
/// <param name="Evidence">What speaks for it, strongest first.</param>
public sealed record Suspect(EntityId Entity, double Score, ImmutableArray<Evidence> Evidence);
