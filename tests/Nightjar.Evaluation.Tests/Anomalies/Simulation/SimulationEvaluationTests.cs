using System.Text.Json;
using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Evaluation.Tests.Anomalies.Simulation;

public sealed class SimulationEvaluationTests
{
    private const long MinuteNs = 60_000_000_000;

    private static readonly SimulationSettings Small = new(SeriesPerKind: 1, Days: 8, Seed: 3);

    [Fact]
    public void Evaluate_SameSeed_GivesTheSameReportAndAnotherOneAnother()
    {
        string once = JsonSerializer.Serialize(SimulationEvaluation.Evaluate(Small));
        Assert.Equal(once, JsonSerializer.Serialize(SimulationEvaluation.Evaluate(Small)));
        Assert.NotEqual(once, JsonSerializer.Serialize(SimulationEvaluation.Evaluate(Small with { Seed = 4 })));
    }

    [Fact]
    public void Evaluate_Report_AddsUp()
    {
        SimulationReport report = SimulationEvaluation.Evaluate(Small);

        Assert.Equal(report.Kinds.Average(kind => kind.FalseAlarmsPer1000SeriesDays), report.FalseAlarmsPer1000SeriesDays, 1e-9);
        foreach (bool heavy in new[] { false, true })
        {
            IReadOnlyList<FaultShare> shares = heavy ? report.HeavyTailedFaults : report.Faults;
            Assert.All(shares, share => Assert.Equal(
                (share.Injected, share.Found),
                (Sum(report, heavy, share.Fault, one => one.Injected), Sum(report, heavy, share.Fault, one => one.Found))));
        }

        Assert.InRange(report.ToldPer1000SeriesDays, 1, report.FalseAlarmsPer1000SeriesDays);
        Assert.All(report.Faults.Concat(report.HeavyTailedFaults), share => Assert.InRange(share.Told, share.Found / 2, share.Found));

        FaultShare silence = report.Faults.Single(share => share.Fault == "silence");
        Assert.Equal((19, 19, 1.0), (silence.Injected, silence.Found, silence.Share));
        Assert.Equal(1, report.Kinds.Single(kind => kind.Kind == "constant").Faults.Single(share => share.Fault == "dropout").Found);
    }

    [Fact]
    public void Copy_OfWhatWasLearnt_GoesOnAsTheOriginalDoes()
    {
        Random random = new(1);
        LiveDetection one = new();
        for (int i = 0; i < 2_000; i++)
        {
            one.Score(i * MinuteNs, random.NextDouble());
        }

        LiveDetection two = one.Copy();
        List<int> openedOne = [];
        List<int> openedTwo = [];
        for (int i = 2_000; i < 4_000; i++)
        {
            double value = random.NextDouble() + (i / 100 % 4 == 0 ? 30 : 0);
            if (one.Score(i * MinuteNs, value))
            {
                openedOne.Add(i);
            }

            if (two.Score(i * MinuteNs, value))
            {
                openedTwo.Add(i);
            }
        }

        Assert.NotEmpty(openedOne);
        Assert.Equal(openedOne, openedTwo);
    }

    private static int Sum(SimulationReport report, bool heavy, string fault, Func<FaultShare, int> of) =>
        report.Kinds.Where(kind => kind.HeavyTailed == heavy).Sum(kind => of(kind.Faults.Single(share => share.Fault == fault)));
}
