using Nightjar.Core;
using Nightjar.Core.Detection;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Which anomalies somebody wants to see.</summary>
/// <param name="Text">Words that must all occur in series or entity; null for any.</param>
/// <param name="Entity">Of this entity only; null for any.</param>
/// <param name="AtLeast">Of this severity or worse.</param>
/// <param name="OpenOnly">Only those still going on.</param>
/// <param name="NewestFirst">By their start instead of by how rare they are.</param>
public sealed record AnomalyWishes(string? Text, string? Entity, Severity AtLeast, bool OpenOnly, bool NewestFirst)
{
    private readonly string[] _words = (Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True for one of those.</summary>
    public bool Fits(Anomaly anomaly) => anomaly.Severity >= AtLeast
        && (Entity is not { Length: > 0 } || anomaly.Entity.Value == Entity)
        && (!OpenOnly || anomaly.EndNs is null)
        && _words.All(word => $"{anomaly.Series} {anomaly.Entity}".Contains(word, StringComparison.OrdinalIgnoreCase));
}
