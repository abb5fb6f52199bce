using System.Runtime.CompilerServices;

namespace Nightjar.Core.Detection.Engine;

/// <summary>A value for each quarter of an hour of a day.</summary>
[InlineArray(Count)]
public struct DaySlots<T>
    where T : unmanaged
{
    /// <summary>Quarters of an hour in a day.</summary>
    public const int Count = 96;

    private T _first;
}

/// <summary>A value for each two hours of a week.</summary>
[InlineArray(Count)]
public struct WeekSlots<T>
    where T : unmanaged
{
    /// <summary>Spans of two hours in a week.</summary>
    public const int Count = 84;

    private T _first;
}
