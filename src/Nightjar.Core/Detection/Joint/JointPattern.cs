namespace Nightjar.Core.Detection.Joint;

/// <summary>What several series show together.</summary>
public enum JointPattern : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Some no longer move with those that they always moved with.</summary>
    Parted,

    /// <summary>Many have moved at once, each by less than would be told of it alone.</summary>
    Together,
}
