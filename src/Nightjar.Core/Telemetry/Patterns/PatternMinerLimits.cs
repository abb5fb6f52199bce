namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>What a <see cref="PatternMiner"/> may hold at most. With the default, lines that are all different take some 40 MB.</summary>
/// <param name="MaxSignatures">Signatures; beyond it the patterns seen once, longest ago, become part of the unclassified.</param>
/// <param name="MaxCandidates">Notes on which positions may turn out to vary; beyond it the oldest half is forgotten, and learnt anew.</param>
public sealed record PatternMinerLimits(int MaxSignatures = 4_096, int MaxCandidates = 262_144);
