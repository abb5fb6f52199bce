namespace Nightjar.Core.Detection;

/// <summary>On which side of the expected range the values lie.</summary>
public enum AnomalyDirection
{
    /// <summary>No side, as for silence.</summary>
    None,

    /// <summary>Above what was expected.</summary>
    Up,

    /// <summary>Below what was expected.</summary>
    Down,
}
