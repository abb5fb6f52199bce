using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Core.Tests.Detection.Rules;

public sealed class RuleJudgementTests
{
    // Expected 100, a spread of 2, a bar of 5: the range is 90 to 110.
    private static Verdict At(double value, VerdictState? said = null)
    {
        double z = (value - 100) / 2;
        return new Verdict(said ?? (Math.Abs(z) > 5 ? VerdictState.Abnormal : VerdictState.Normal), 100, 90, 110, z, 5);
    }

    [Fact]
    public void Apply_NothingSet_ChangesNothing()
    {
        Assert.Equal(At(130), RuleJudgement.Apply(SeriesRule.Default, At(130), 130));
        Assert.Equal(At(130), RuleJudgement.Apply(new SeriesRule(), At(130), 130));
    }

    [Theory]
    [InlineData(2, 104, VerdictState.Normal)]
    [InlineData(2, 106, VerdictState.Abnormal)]
    [InlineData(0.5, 119, VerdictState.Normal)]
    [InlineData(0.5, 121, VerdictState.Abnormal)]
    public void Apply_Sensitivity_DividesTheBar(double sensitivity, double value, VerdictState expected) =>
        Assert.Equal(expected, RuleJudgement.Apply(new SeriesRule { Sensitivity = sensitivity }, At(value), value).State);

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Apply_Sensitivity_MakesNoNewsOfAHabit(double sensitivity) =>
        Assert.Equal(VerdictState.Normal, RuleJudgement.Apply(new SeriesRule { Sensitivity = sensitivity }, At(160, VerdictState.Normal), 160).State);

    [Fact]
    public void Apply_Sensitivity_DividesBarAndRangeThatAreShown()
    {
        Verdict verdict = RuleJudgement.Apply(new SeriesRule { Sensitivity = 0.5 }, At(100), 100);

        Assert.Equal((80, 120, 10), (verdict.Lower, verdict.Upper, verdict.Bar));
    }

    [Theory]
    [InlineData(RuleDirection.Both, 130, VerdictState.Abnormal)]
    [InlineData(RuleDirection.Both, 70, VerdictState.Abnormal)]
    [InlineData(RuleDirection.Up, 130, VerdictState.Abnormal)]
    [InlineData(RuleDirection.Up, 70, VerdictState.Normal)]
    [InlineData(RuleDirection.Down, 130, VerdictState.Normal)]
    [InlineData(RuleDirection.Down, 70, VerdictState.Abnormal)]
    public void Apply_Direction_OnlyItsSideMatters(RuleDirection direction, double value, VerdictState expected) =>
        Assert.Equal(expected, RuleJudgement.Apply(new SeriesRule { Direction = direction }, At(value), value).State);

    [Theory]
    [InlineData(124, VerdictState.Normal)]
    [InlineData(76, VerdictState.Normal)]
    [InlineData(125, VerdictState.Abnormal)]
    public void Apply_MinChange_SmallerIsNormalAndInTheRange(double value, VerdictState expected)
    {
        Verdict verdict = RuleJudgement.Apply(new SeriesRule { MinChange = 25 }, At(value), value);

        Assert.Equal(expected, verdict.State);
        Assert.Equal((75, 125), (verdict.Lower, verdict.Upper));
    }

    [Theory]
    [InlineData(95, VerdictState.Normal, 0)]
    [InlineData(101, VerdictState.Abnormal, 1)]
    [InlineData(89, VerdictState.Abnormal, -1)]
    public void Apply_Bounds_BeyondIsAbnormalWhateverWasLearnt(double value, VerdictState expected, int side)
    {
        SeriesRule rule = new() { Lower = 90, Upper = 100, MinChange = 1_000, Direction = RuleDirection.Up };
        Verdict verdict = RuleJudgement.Apply(rule, At(value, side == 0 ? null : VerdictState.Learning), value);

        Assert.Equal(expected, verdict.State);
        Assert.True(side == 0 || verdict.Z * side >= 1.5 * verdict.Bar, "a bound is worth a warning");
        Assert.Equal((90, 100), (verdict.Lower, verdict.Upper));
    }

    [Fact]
    public void Apply_Never_NothingIsAbnormalNotEvenBeyondABound() =>
        Assert.Equal(VerdictState.Normal, RuleJudgement.Apply(new SeriesRule { Mode = RuleMode.Never, Upper = 50 }, At(1_000), 1_000).State);

    [Fact]
    public void Apply_Learning_StaysLearningWithinTheBounds() => Assert.Equal(
        VerdictState.Learning,
        RuleJudgement.Apply(new SeriesRule { Sensitivity = 60, Upper = 1_000 }, At(500, VerdictState.Learning), 500).State);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Apply_NoNumber_IsLeftAsItIs(double value)
    {
        Verdict verdict = new(VerdictState.Normal, 100, 90, 110, 0, 5);

        Assert.Equal(verdict, RuleJudgement.Apply(new SeriesRule { Upper = 1, Sensitivity = 3 }, verdict, value));
    }

    [Fact]
    public void Apply_AnyRule_KeepsExpectedInTheRangeAndMoreSensitiveFindsNoLess()
    {
        Gen<double> numbers = Gen.Choose(-3_000, 3_000).Select(number => number / 10.0);
        Gen<double> factors = Gen.Choose(-6, 6).Select(power => Math.Pow(2, power));
        Prop.ForAll(numbers.ToArbitrary(), factors.ToArbitrary(), factors.ToArbitrary(), (value, one, other) =>
        {
            Verdict less = RuleJudgement.Apply(new SeriesRule { Sensitivity = Math.Min(one, other) }, At(value), value);
            Verdict more = RuleJudgement.Apply(new SeriesRule { Sensitivity = Math.Max(one, other) }, At(value), value);
            return (less.State != VerdictState.Abnormal || more.State == VerdictState.Abnormal)
                && less.Lower <= 100 && less.Upper >= 100 && more.Lower >= less.Lower && more.Upper <= less.Upper;
        }).QuickCheckThrowOnFailure();
    }
}
