using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Evaluation.Tests.Anomalies.Simulation;

public sealed class SeriesKindsTests
{
    private const int Days = 15;

    public static TheoryData<string> Names => [.. SeriesKinds.All.Select(kind => kind.Name)];

    [Fact]
    public void All_Kinds_AreTwentyEightOfDifferentNames() => Assert.Equal(28, SeriesKinds.All.Select(kind => kind.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Make_ASeries_IsFiniteWithinItsBoundsAndTheSameForASeed(string name)
    {
        SimulatedSeries series = Make(name, 7);
        Assert.Equal(Days * SimulatedSeries.PerDay, series.Values.Length);
        Assert.All(series.Values, value => Assert.True(double.IsFinite(value) && value == series.Shape(value), $"{value}"));
        Assert.Equal(series.Values, Make(name, 7).Values);
        Assert.NotEqual(series.Values, Make(name, 8).Values);
    }

    /// <summary>What is called σ is the spread of what is left when level, season and slow change are taken away: half the variance of neighbours' differences.</summary>
    [Theory]
    [InlineData("white noise")]
    [InlineData("scale of 1e-9")]
    [InlineData("scale of 1e15")]
    [InlineData("trend")]
    [InlineData("day")]
    [InlineData("office hours")]
    [InlineData("day and week")]
    [InlineData("quiet weekends")]
    public void Make_SeriesOfIndependentNoise_HasTheSigmaItNames(string name)
    {
        SimulatedSeries series = Make(name, 7);
        double squares = series.Values.Zip(series.Values.Skip(1), (one, next) => (next - one) * (next - one)).Average();
        Assert.InRange(Math.Sqrt(squares / 2) / series.Sigma, 0.95, 1.1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_FaultPlan_PutsInWhatItSays(string name)
    {
        SeriesKind kind = SeriesKinds.All.Single(one => one.Name == name);
        for (int seed = 0; seed < 5; seed++)
        {
            SimulatedSeries series = Make(name, seed);
            IReadOnlyList<PlannedFault> faults = FaultPlan.Of(kind, series, new Random(seed));
            Assert.Contains(faults, fault => fault.Kind == FaultKind.Silence);
            Assert.Equal(faults.OrderBy(fault => fault.At), faults);
            Assert.All(faults, fault =>
            {
                double[] distances = [.. fault.Values.Select((value, i) => Math.Abs(value - series.Values[fault.At + i]) / series.Sigma)];
                double rounding = series.IsWhole ? 0.5 / series.Sigma : 1e-3;
                switch (fault.Kind)
                {
                    case FaultKind.Spike or FaultKind.LongSpike:
                        Assert.InRange(distances[0], 8 - rounding, 12 + rounding);
                        Assert.Equal((0, 0), (distances[^1], distances[^2]));
                        break;
                    case FaultKind.Shift:
                        Assert.True(kind.HasLevel);
                        Assert.All(distances, distance => Assert.InRange(distance, 3 - rounding, 5 + rounding));
                        Assert.Equal(10, distances.Length);
                        break;
                    case FaultKind.Dropout:
                        Assert.All(fault.Values, value => Assert.Equal(0, value));
                        break;
                    case FaultKind.SeasonBreak:
                        Assert.True(distances.Max() >= 8 - rounding);
                        Assert.InRange(distances[0], 0, 1e-6);
                        break;
                    case FaultKind.Drift:
                        Assert.True(kind.HasLevel);
                        Assert.InRange(distances[0], 0, rounding);
                        Assert.InRange(distances[^1], 7.9 - rounding, 12 + rounding);
                        break;
                    case FaultKind.Variance:
                        Assert.True(kind.HasLevel);
                        Assert.InRange(distances.Average(), 2, 7); // four fifths of what was added: σ times the root of 15 to 35
                        Assert.All(fault.Values, value => Assert.InRange(value, series.Least, series.Most));
                        break;
                    case FaultKind.FlatLine:
                        Assert.All(fault.Values, value => Assert.Equal(series.Values[fault.At - 1], value));
                        break;
                    default:
                        Assert.All(fault.Values, value => Assert.Equal(double.NaN, value));
                        break;
                }
            });
        }
    }

    private static SimulatedSeries Make(string name, int seed) =>
        SeriesKinds.All.Single(kind => kind.Name == name).Make(new Random(seed), Days * SimulatedSeries.PerDay);
}
