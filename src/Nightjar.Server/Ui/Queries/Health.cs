namespace Nightjar.Server.Ui.Queries;

/// <summary>How an entity is, as its status light says.</summary>
public enum Health
{
    /// <summary>Samples come in and lie within what is expected, as far as that is learnt.</summary>
    Normal,

    /// <summary>Its sender has said that it has ended.</summary>
    Ended,

    /// <summary>Nothing has come in for a while.</summary>
    Silent,

    /// <summary>An anomaly of it is open.</summary>
    Abnormal,
}
