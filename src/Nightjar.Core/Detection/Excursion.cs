namespace Nightjar.Core.Detection;

/// <summary>
/// Values that have left what was expected and have not come back: judged by the expectation they left, which the moving means
/// behind it would soon give up.
/// </summary>
internal struct Excursion
{
    internal bool IsOpen;

    /// <summary>True once it was more than a habit.</summary>
    internal bool IsNews;

    internal AnomalyShape Shape;

    /// <summary>Samples in a row that are back inside.</summary>
    internal byte Inside;

    internal int Samples;

    /// <summary>The first sample outside, and the newest.</summary>
    internal long StartNs;

    internal long LastNs;

    /// <summary>What was expected when it began, and the range around it.</summary>
    internal double Expected;

    internal double Below;

    internal double Above;

    /// <summary>The largest signed distance so far.</summary>
    internal double Peak;
}
