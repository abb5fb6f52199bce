namespace Nightjar.Core.Detection;

/// <summary>Takes what is said of one scored series, as it is said. Called by the owner of its shard alone.</summary>
public abstract class VerdictTap
{
    /// <summary>Takes one verdict. Must not wait and must not allocate: it is called for each sample.</summary>
    public abstract void Take(long timeNs, in Verdict verdict);
}
