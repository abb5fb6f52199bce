using Nightjar.Core.Detection.Joint;

namespace Nightjar.Core.Tests.Detection.Joint;

public sealed class SubspaceTrackerTests
{
    private const int Rows = 6;
    private const int Samples = 600;

    // Products of the loadings of each two rows, from an independent script (Python 3.11, standard library: correlation of the whole sample at
    // once, eigenvalues by Jacobi rotations of it with 0.95 of the communalities on its diagonal, repeated until they stand still; 2026-11-24).
    private static readonly double[][] Expected =
    [
        [1.32338],
        [1.19222, 1.07406],
        [-1.0636, -0.95808, 0.86686],
        [0.00237, 0.00319, 0.1133, 1.10158],
        [0.00357, 0.004, 0.08218, 0.81328, 0.60044],
        [-0.0016, -0.00144, 0.00115, -0.0013, -0.00097, 0],
    ];

    private static readonly (double First, double Second)[] Weights = [(1, 0), (0.9, 0), (-0.8, 0.1), (0, 1), (0, 0.7), (0, 0)];

    [Fact]
    public void Turn_StreamOfSixRows_ComesToTheComponentsOfTheWholeSampleAtOnce()
    {
        SubspaceTracker tracker = Learnt(Value);

        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(Expected[i][j], Product(tracker, i, j), 2e-3);
            }
        }

        Assert.InRange(tracker.Explained(0), 0.85, 0.9);
        Assert.InRange(tracker.Explained(5), 0, 0.01);
    }

    [Fact]
    public void Turn_OneSampleInTwentyIsWild_MovesTheComponentsLittle()
    {
        SubspaceTracker tracker = Learnt((i, t) => t % 20 == 7 && i == (t / 20 % Rows) ? 1_000 : Value(i, t));

        // The loadings of two rows that share a component, over what they are without wild samples.
        Assert.InRange(Product(tracker, 0, 1) / Expected[1][0], 0.8, 1.2);
        Assert.InRange(Product(tracker, 3, 4) / Expected[4][3], 0.8, 1.2);
        Assert.InRange(Product(tracker, 0, 4), -0.1, 0.1);
    }

    [Fact]
    public void Fit_OneRowDisagrees_LeavesItOutAndExplainsTheOthers()
    {
        SubspaceTracker tracker = Learnt(Value);
        double[] left = new double[Rows];
        double[] heights = new double[SubspaceTracker.MostComponents];
        tracker.Fit([2, 1.8, 1.6, 0, 0, 0], [0.2, 0.2, 0.2, 0.3, 0.3, 1], heights, left);

        // It should be at -1.6, and is at 1.6.
        Assert.InRange(left[2], 2.8, 3.3);
        Assert.InRange(left[0], -0.1, 0.4);
        Assert.InRange(left[1], -0.1, 0.4);
    }

    [Fact]
    public void Fit_RowIsMissing_IsExpectedFromTheOthers()
    {
        SubspaceTracker tracker = Learnt(Value);
        double[] left = new double[Rows];
        double[] heights = new double[SubspaceTracker.MostComponents];
        tracker.Fit([2, double.NaN, -1.6, 0, 0, 0], [0.2, 0.2, 0.2, 0.3, 0.3, 1], heights, left);

        Assert.True(double.IsNaN(left[1]));
        Assert.InRange(tracker.Expected(1, heights), 1.6, 2);
    }

    [Fact]
    public void Clear_OfARow_ForgetsWhatItMovedWith()
    {
        SubspaceTracker tracker = Learnt(Value);
        tracker.Clear(1);
        for (int turn = 0; turn < 200; turn++)
        {
            tracker.Turn();
        }

        Assert.Equal(0, Product(tracker, 0, 1), 1e-9);
        Assert.Equal(Expected[2][0], Product(tracker, 0, 2), 0.05);
    }

    [Fact]
    public void Restore_OfWhatWasSaved_GoesOnWithTheSameBits()
    {
        SubspaceTracker one = Learnt(Value);
        using MemoryStream stream = new();
        one.Save(new BinaryWriter(stream));
        stream.Position = 0;
        SubspaceTracker two = new();
        two.Restore(new BinaryReader(stream), JointModel.MostMembers);

        foreach (SubspaceTracker tracker in new[] { one, two })
        {
            Feed(tracker, Value, Samples, Samples + 50);
            tracker.Turn();
        }

        for (int i = 0; i < Rows; i++)
        {
            Assert.Equal(one.Loading(i, 0), two.Loading(i, 0));
            Assert.Equal(one.Loading(i, 1), two.Loading(i, 1));
        }
    }

    /// <summary>Two movements that some rows share, each with something of its own; the last row shares nothing.</summary>
    private static double Value(int row, int t)
    {
        double first = (1.3 * Math.Sin(0.37 * t)) + Math.Cos(0.113 * t);
        double second = (1.2 * Math.Sin((0.71 * t) + 1)) - Math.Cos(0.053 * t);
        double own = 0.4 * Math.Sqrt(2) * Math.Sin((t * (2.1 + (0.31 * row))) + (row * row));
        return (Weights[row].First * first) + (Weights[row].Second * second) + (row == 5 ? 2.5 * own : own);
    }

    private static SubspaceTracker Learnt(Func<int, int, double> value)
    {
        SubspaceTracker tracker = new();
        for (int i = 0; i < Rows; i++)
        {
            tracker.Add();
        }

        Feed(tracker, value, 0, Samples);
        for (int turn = 0; turn < 500; turn++)
        {
            tracker.Turn();
        }

        return tracker;
    }

    private static void Feed(SubspaceTracker tracker, Func<int, int, double> value, int from, int to)
    {
        double[] values = new double[Rows];
        double[] rates = new double[Rows];
        for (int t = from; t < to; t++)
        {
            for (int i = 0; i < Rows; i++)
            {
                values[i] = value(i, t);
                rates[i] = 1.0 / (t + 1);
            }

            tracker.Learn(values, rates);
        }
    }

    private static double Product(SubspaceTracker tracker, int i, int j)
    {
        double product = 0;
        for (int component = 0; component < tracker.Components; component++)
        {
            product += tracker.Loading(i, component) * tracker.Loading(j, component);
        }

        return product;
    }
}
