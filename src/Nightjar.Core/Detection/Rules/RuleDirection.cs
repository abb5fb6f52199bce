namespace Nightjar.Core.Detection.Rules;

/// <summary>On which side of the expected range a value matters. Stored by name: add freely, never rename.</summary>
public enum RuleDirection
{
    /// <summary>On either side.</summary>
    Both,

    /// <summary>Only above it.</summary>
    Up,

    /// <summary>Only below it.</summary>
    Down,
}
