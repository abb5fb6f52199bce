using System.Runtime.CompilerServices;

namespace Nightjar.Core.Detection;

/// <summary>One value for each hour of the day, inside its owner's memory.</summary>
[InlineArray(Count)]
public struct HourSlots<T>
    where T : unmanaged
{
    /// <summary>Hours of a day.</summary>
    public const int Count = 24;

    private T _first;
}
