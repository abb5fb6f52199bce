using System.Runtime.CompilerServices;
using Nightjar.Core.Detection.Engine;

namespace Nightjar.Core.Detection.Joint;

/// <summary>What a <see cref="JointModel"/> keeps of one of its series. Plain memory, about 450 bytes.</summary>
internal struct JointMember
{
    /// <summary>Ticks until distances mean anything.</summary>
    internal const int FirstTicks = 60;

    /// <summary>A mean absolute deviation times this is the standard deviation of normal noise.</summary>
    internal const double NormalShare = 1.2533;

    // A sample counts as at most so many deviations; beyond it the series has news of its own. The last digits of a number say nothing.
    private const double Clip = 6;
    private const double Digits = 1e-5;

    internal bool IsUsed;

    /// <summary>The spread is never taken to be less, in the unit of the series.</summary>
    internal double Floor;

    /// <summary>Samples of the two ticks that are open, by the last bit of the tick.</summary>
    internal Gathered Gathered;

    /// <summary>The newest tick with a value; that value without what the season makes of it, and that.</summary>
    internal long LastTick;

    internal double Value;

    internal double Season;

    /// <summary>Ticks in a row in which an excursion of its own was under way.</summary>
    internal int Away;

    /// <summary>True in the first tick after that, or after it had not reported.</summary>
    internal bool IsBack;

    /// <summary>Ticks learnt.</summary>
    internal int Seen;

    /// <summary>The mean of two hours; the usual distance from it; the usual size of what the components leave of that.</summary>
    internal double Mean;

    internal double Spread;

    internal double Left;

    /// <summary>Means of the newest ticks, in deviations: distance from the mean, and what the components leave of it.</summary>
    internal double Moved;

    internal double Apart;

    /// <summary>The largest <see cref="Apart"/> of the event that is under way.</summary>
    internal double Peak;

    internal ResidualTail MovedTail;

    internal ResidualTail ApartTail;

    /// <summary>The usual distance from the mean, as a standard deviation; 0 for what has never moved.</summary>
    internal readonly double Deviation => Math.Max(Spread * NormalShare, Math.Max(Floor, Digits * Math.Abs(Mean)));

    /// <summary>How far the newest value is from the mean, in deviations; NaN for what has never moved.</summary>
    internal readonly double Distance => Deviation > 0 ? Math.Clamp((Value - Mean) / Deviation, -Clip, Clip) : Seen == 0 ? 0 : double.NaN;

    /// <summary>
    /// Takes what came in a tick: the distance from the mean in deviations; NaN where there is none, it is away, has never moved, or is only
    /// just back.
    /// </summary>
    /// <param name="tick">Which.</param>
    /// <param name="longAgo">After so many ticks without a value it has been away.</param>
    internal double Gather(long tick, double longAgo) // hot
    {
        TickSum sum = Gathered[(int)(tick & 1)];
        Gathered[(int)(tick & 1)] = default;
        if (sum.Count > 0)
        {
            IsBack = Seen > 0 && !sum.IsAway && (Away > 0 || tick - LastTick > longAgo);
            Away = sum.IsAway ? Away + 1 : 0;
            LastTick = tick;
            Value = (sum.Sum - sum.Season) / sum.Count;
            Season = sum.Season / sum.Count;
            Mean = Seen == 0 ? Value : Mean;
        }

        // A value that is late, or of a series that is slow, stands for the next tick, too.
        if (!IsUsed || LastTick < tick - 1 || Away > 0 || IsBack)
        {
            (Moved, Apart) = (0, 0);
            return double.NaN;
        }

        return Distance;
    }

    /// <summary>Learns the newest value.</summary>
    /// <param name="left">What the components leave of its distance.</param>
    /// <param name="meanTicks">Horizon of the mean.</param>
    /// <param name="spreadTicks">Horizon of the spreads.</param>
    internal void Learn(double left, double meanTicks, double spreadTicks) // hot
    {
        double most = Seen < FirstTicks ? double.MaxValue : Clip * Deviation;
        double distance = Math.Clamp(Value - Mean, -most, most);
        double early = 1.0 / (Seen + 1);
        Mean += Math.Max(early, 1 / meanTicks) * distance;
        Spread += Math.Max(early, 1 / spreadTicks) * (Math.Abs(distance) - Spread);
        Left += Math.Max(early, 1 / spreadTicks) * (Math.Abs(left) - Left);
        Seen = Seen == int.MaxValue ? Seen : Seen + 1;
    }
}

/// <summary>Samples of one tick, summed.</summary>
internal struct TickSum
{
    internal double Sum;
    internal double Season;
    internal int Count;
    internal bool IsAway;
}

/// <summary>An even tick and an odd one.</summary>
[InlineArray(2)]
internal struct Gathered
{
    private TickSum _first;
}
