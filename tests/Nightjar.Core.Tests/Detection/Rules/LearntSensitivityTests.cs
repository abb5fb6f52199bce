using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Rules;

public sealed class LearntSensitivityTests
{
    private static readonly Labels One = Load("web-1");
    private static readonly Labels Two = Load("web-2");

    [Fact]
    public void FactorOf_Nothing_IsOne() => Assert.Equal(1, LearntSensitivity.None.FactorOf(One, ""));

    [Theory]
    [InlineData(FeedbackWord.NotUseful, 1.2, 0.5, 0.8409)]     // 2^-1 and 2^-0.25
    [InlineData(FeedbackWord.WellCaught, 1.2, 1.2599, 1.0595)] // 2^(1/3) and 2^(1/12)
    [InlineData(FeedbackWord.Expected, 2, 0.4545, 0.8211)]     // 1 / (1.1 * 2), and its fourth root
    [InlineData(FeedbackWord.Expected, 1, 0.8, 0.9457)]        // at least by a quarter
    [InlineData(FeedbackWord.Expected, 50, 0.3333, 0.7598)]    // at most threefold
    public void FactorOf_OneWord_IsLargerForTheSeriesThanForItsLike(FeedbackWord word, double times, double own, double like)
    {
        LearntSensitivity learnt = new([Said("a1", One, word, times)]);

        Assert.Equal(own, learnt.FactorOf(One, ""), 1e-4);
        Assert.Equal(like, learnt.FactorOf(Two, ""), 1e-4);
    }

    [Fact]
    public void FactorOf_OthersMetricOrKind_IsOne()
    {
        LearntSensitivity learnt = new([Said("a1", One, FeedbackWord.NotUseful, 1)]);

        Assert.Equal(1, learnt.FactorOf(One.WithName("node_load5"), ""));
        Assert.Equal(1, learnt.FactorOf(One, ":rate"));
        Assert.Equal(1, learnt.FactorOf(Labels.Create(new Label("__name__", "node_load1"), new Label("mountpoint", "/"), new Label("instance", "web-1:9100")), ""));
    }

    [Fact]
    public void FactorOf_WordOnADerivedSeries_CountsForThatOne()
    {
        LearntSensitivity learnt = new([Said("a1", DerivedSeries.Of(One, ":rate"), FeedbackWord.NotUseful, 1)]);

        Assert.Equal(0.5, learnt.FactorOf(One, ":rate"));
        Assert.Equal(1, learnt.FactorOf(One, ""));
    }

    [Fact]
    public void FactorOf_WordsBothWays_AddUpAndTakingOneBackLeavesTheOthers()
    {
        Feedback[] words = [Said("a1", One, FeedbackWord.NotUseful, 1), Said("a2", One, FeedbackWord.WellCaught, 1), Said("a3", Two, FeedbackWord.NotUseful, 1)];

        Assert.Equal(Math.Pow(2, -1 + (1.0 / 3) - 0.25), new LearntSensitivity(words).FactorOf(One, ""), 1e-9);
        Assert.Equal(Math.Pow(2, (1.0 / 3) - 0.25), new LearntSensitivity(words[1..]).FactorOf(One, ""), 1e-9);
    }

    [Fact]
    public void FactorOf_SecondWordOnOneAnomaly_ReplacesTheFirst() => Assert.Equal(
        0.5,
        new LearntSensitivity([Said("a1", One, FeedbackWord.WellCaught, 1), Said("a1", One, FeedbackWord.NotUseful, 1)]).FactorOf(One, ""));

    [Fact]
    public void FactorOf_AnyWords_StaysInItsBounds()
    {
        Gen<(int, FeedbackWord)> word = from times in Gen.Choose(0, 100) from said in Gen.Elements(Enum.GetValues<FeedbackWord>()) select (times, said);
        Prop.ForAll(word.ListOf().ToArbitrary(), words =>
        {
            LearntSensitivity learnt = new(words.Select((said, i) => Said($"a{i}", One, said.Item2, said.Item1)));
            return learnt.FactorOf(One, "") is >= 1.0 / 32 and <= 8 && learnt.FactorOf(Two, "") is >= 0.5 and <= 2;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_Rules_TheLearntFactorMultipliesWhatIsSet()
    {
        LearntSensitivity learnt = new([Said("a1", One, FeedbackWord.NotUseful, 1)]);

        Assert.Equal(0.5, new RuleBook([], learnt).Of(One, "").Sensitivity);
        Assert.Equal(1, new RuleBook([new DetectionRule([], new RuleSettings { Sensitivity = 2 })], learnt).Of(One, "").Sensitivity);
    }

    [Theory]
    [InlineData(AnomalyKind.OutOfRange, 30, 4)] // 20 above the expected where the range is 5 wide
    [InlineData(AnomalyKind.OutOfRange, 4, 2)]  // 6 below where it is 3
    [InlineData(AnomalyKind.Silence, 30, 1)]
    public void Of_Anomaly_KnowsHowFarOutsideItWas(AnomalyKind kind, double observed, double times)
    {
        Feedback word = Feedback.Of(Fault(kind, observed), FeedbackWord.Expected, 5, "Ada");

        Assert.Equal((times, EntityKind.Host, "a1"), (word.Times, word.EntityKind, word.AnomalyId));
    }

    private static Labels Load(string host) => Labels.Create(new Label("__name__", "node_load1"), new Label("instance", host + ":9100"));

    private static Feedback Said(string anomaly, Labels series, FeedbackWord word, double times) => new()
    {
        AnomalyId = anomaly,
        Series = series,
        EntityKind = EntityKind.Host,
        Word = word,
        Times = times,
        TimeNs = 1,
        By = "Ada",
    };

    private static Anomaly Fault(AnomalyKind kind, double observed) => new()
    {
        Id = "a1",
        Series = One,
        Entity = new EntityId("host/web-1"),
        Kind = kind,
        Direction = AnomalyDirection.Up,
        StartNs = 1,
        LastNs = 2,
        Score = 9,
        Observed = observed,
        Expected = 10,
        Lower = 7,
        Upper = 15,
        LearntSamples = 100,
        Severity = Severity.Warning,
    };
}
