namespace Nightjar.Core.Detection.Budget;

/// <summary>What became of an opening at the <see cref="AlarmBudget"/>.</summary>
internal enum Passage
{
    /// <summary>People are not told of it.</summary>
    Held,

    /// <summary>Told, by itself: it may be chance, and is paid for.</summary>
    Alone,

    /// <summary>Told, as it is no chance: others opened with it, or it has turned out to be certain.</summary>
    Earned,
}
