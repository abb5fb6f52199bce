namespace Nightjar.Core.Detection.Rules;

/// <summary>What a person says of an anomaly. Stored by name: add freely, never rename.</summary>
public enum FeedbackWord
{
    /// <summary>This is how the series behaves.</summary>
    Expected,

    /// <summary>It is unusual, and nobody needs to know.</summary>
    NotUseful,

    /// <summary>More of this.</summary>
    WellCaught,
}
