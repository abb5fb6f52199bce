namespace Nightjar.Core.Detection.Logs;

/// <summary>What is unusual about a pattern.</summary>
public enum LogSignalKind
{
    /// <summary>Seen for the first time after a long time without it.</summary>
    New,

    /// <summary>Far more of it than usual.</summary>
    Burst,

    /// <summary>It came regularly and stopped.</summary>
    Silent,

    /// <summary>Hardly ever seen, and its level or its words are severe.</summary>
    RareAndSevere,

    /// <summary>A number far larger than any before.</summary>
    ValueOutOfRange,
}
