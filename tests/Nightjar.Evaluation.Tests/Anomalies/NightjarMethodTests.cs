using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.Kpi;
using Nightjar.Evaluation.Anomalies.Nab;

namespace Nightjar.Evaluation.Tests.Anomalies;

/// <summary>What the engine reaches on public benchmarks, and may not fall below. The figures are in docs/evaluation.md.</summary>
public sealed class NightjarMethodTests
{
    [Fact]
    public void Nab_DevelopmentFiles_KeepsTheFigure()
    {
        Assert.True(NabCorpus.TryRead(SharedData.Folder("nab"), out NabCorpus? corpus, out _));
        NabReport report = NabEvaluation.Evaluate(new NightjarMethod(), corpus, corpus, new FitChoice("all", _ => true), out _);

        Assert.InRange(report.Standard, 70, 100);
        Assert.InRange(report.CrossValidated!.Value, 66, 100);
        Assert.InRange(report.MeanOverThresholds, 68, 100);
    }

    [Fact]
    public void Kpi_DevelopmentSeries_KeepsTheFigure()
    {
        Assert.True(KpiCorpus.TryRead(SharedData.Folder("kpi"), out KpiCorpus? corpus, out _));
        EventReport report = EventEvaluation.Evaluate(new NightjarMethod(), corpus, corpus, new FitChoice("train", _ => true));

        Assert.InRange(report.F1, 0.77, 1);
    }
}
