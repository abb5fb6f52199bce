namespace Nightjar.Core.Detection.Budget;

/// <summary>How much an entity matters against others.</summary>
/// <param name="Weight">Multiplies the surprise of its anomalies: with 2 what is once in 100 samples counts as once in 10,000. Above 0.</param>
public readonly record struct EntityImportance(double Weight)
{
    /// <summary>As every other.</summary>
    public static EntityImportance Usual { get; } = new(1);
}
