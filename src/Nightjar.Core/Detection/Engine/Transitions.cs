using System.Runtime.CompilerServices;

namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// Which height of a series follows which: counts of steps between twelve coarse heights, so that a series that sits at a usual
/// value at an unusual moment is noticed. Plain memory, 314 bytes.
/// </summary>
public struct Transitions
{
    private const int Heights = 12;

    // A row is halved at so many steps: what a series did long ago fades.
    private const int LargestRow = 4_000;

    // A step never seen is half a count among five believed.
    private const double UnseenCount = 0.5;
    private const double BelievedRow = 5;

    // Heights grow with the logarithm of the distance: six on either side reach from the level to about twenty deviations.
    private const double HeightsPerLog = 1.6;

    private Counts _counts;
    private RowSums _rows;
    private bool _began;
    private byte _last;

    /// <summary>−log10 of the probability of a step at least as far in its direction; 0 where the height stays. Learns the step.</summary>
    /// <param name="scaled">Distance from the long level in mean deviations.</param>
    public double Observe(double scaled) // hot
    {
        int height = HeightOf(scaled);
        int from = _last;
        _last = (byte)height;
        if (!_began)
        {
            _began = true;
            return 0;
        }

        double evidence = height == from ? 0 : Evidence(from, height);
        _counts[(from * Heights) + height]++;
        _rows[from]++;
        if (_rows[from] > LargestRow)
        {
            Halve(from);
        }

        return evidence;
    }

    private static int HeightOf(double scaled) // hot
    {
        double log = Math.Log(1 + (2 * Math.Abs(scaled))) * HeightsPerLog;
        return Math.Clamp((Heights / 2) + (int)Math.Floor(scaled > 0 ? log : -log), 0, Heights - 1);
    }

    private readonly double Evidence(int from, int to) // hot
    {
        int direction = to > from ? 1 : -1;
        int asFar = 0;
        for (int i = to; i >= 0 && i < Heights; i += direction)
        {
            asFar += _counts[(from * Heights) + i];
        }

        return Math.Max(0, -Math.Log10((asFar + UnseenCount) / (_rows[from] + BelievedRow)));
    }

    private void Halve(int from)
    {
        int sum = 0;
        for (int i = 0; i < Heights; i++)
        {
            ref ushort count = ref _counts[(from * Heights) + i];
            count /= 2;
            sum += count;
        }

        _rows[from] = (ushort)sum;
    }

    [InlineArray(Heights * Heights)]
    private struct Counts
    {
        private ushort _first;
    }

    [InlineArray(Heights)]
    private struct RowSums
    {
        private ushort _first;
    }
}
