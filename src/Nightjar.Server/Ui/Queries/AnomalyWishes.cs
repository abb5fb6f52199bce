using Nightjar.Core;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Which anomalies somebody wants to see.</summary>
/// <param name="Text">Words that must all occur in series or entity; null for any.</param>
/// <param name="Entity">Of this entity only; null for any.</param>
/// <param name="AtLeast">Of this severity or worse.</param>
/// <param name="OpenOnly">Only those still going on.</param>
/// <param name="NewestFirst">By their start instead of by how rare they are.</param>
public sealed record AnomalyWishes(string? Text, string? Entity, Severity AtLeast, bool OpenOnly, bool NewestFirst);
