using Nightjar.Core.Detection.Rules;

namespace Nightjar.Core.Detection;

/// <summary>What the series of one shard share: their rules, and what they count together.</summary>
internal sealed class ShardTally
{
    /// <summary>Anomalies opened since the start.</summary>
    public long Opened { get; set; }

    /// <summary>Stretches since the start that scheduled events have kept from being anomalies.</summary>
    public long HeldBack { get; set; }

    /// <summary>Takes the points that stand out; null when nobody wants them.</summary>
    public AbnormalMinutes? Minutes { get; init; }

    /// <summary>How series are to be judged; a series sees by the reference that the book is a new one.</summary>
    public RuleBook Rules { get; set; } = RuleBook.Empty;
}
