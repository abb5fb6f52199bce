using Nightjar.Core.Detection;

namespace Nightjar.Evaluation.Tuning;

/// <summary>What a person says of a time of one scored series.</summary>
/// <param name="IsWanted">True when what was told then is to be told; false when it is not.</param>
/// <param name="FromNs">From when, ns since 1970 UTC.</param>
/// <param name="ToNs">Until when, inclusive.</param>
/// <param name="Direction">The side; null for either.</param>
public sealed record Mark(bool IsWanted, long FromNs, long ToNs, AnomalyDirection? Direction = null)
{
    /// <summary>True for an anomaly of that time and side.</summary>
    public bool Fits(Anomaly anomaly) =>
        anomaly.StartNs <= ToNs && FromNs <= anomaly.LastNs && (Direction is null || anomaly.Direction == Direction);
}
