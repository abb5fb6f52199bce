using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Tests.Correlation;

namespace Nightjar.Core.Tests.Diagnosis;

public sealed class SuspectRankingTests
{
    private static readonly Labels Burner = Symptoms.Series("process_cpu_utilization", "web-1", new Label("process_executable_name", "burner"));

    [Fact]
    public void Rank_Anomalies_OrdersEntitiesByTheirStrongest()
    {
        Incident incident = Open(
            ("system_disk_io", 30, "sda"), ("system_disk_io", 50, "sdb"), ("system_disk_operations", 40, "sda"));
        Findings findings = SuspectRanking.Rank(incident, [], 7);

        Assert.Equal([50, 40], findings.Suspects.Select(suspect => suspect.Score));
        Assert.Equal([40, 30], findings.Suspects[1].Evidence.Select(evidence => evidence.Score));
        Assert.Equal(incident.Anomalies[1].Id, findings.Suspects[0].Evidence[0].AnomalyId);
        Assert.Equal(7, findings.ComputedNs);
    }

    [Fact]
    public void Rank_ProcessThatJustAppeared_IsNamedBeforeTheDisk()
    {
        ProcessRise? rise = ProcessRises.Of(Burner, "1", [], 90, [(Symptoms.Minute(0), 0.9), (Symptoms.Minute(0.2), 1.0)], 0.01);
        Assert.NotNull(rise);
        Findings findings = SuspectRanking.Rank(Open(("system_disk_io", 30, "sda")), [rise], 7);

        Suspect first = findings.Suspects[0];
        Assert.Equal(EntityRules.Of(Burner)[0].Id, first.Entity);
        Assert.Equal(95, first.Score, 1e-9);
        Assert.Equal((0.95, 0.0), (first.Evidence[0].Observed, first.Evidence[0].Expected));
        Assert.Equal(Symptoms.Minute(0), first.Evidence[0].SinceNs);
        Assert.Null(first.Evidence[0].AnomalyId);
    }

    [Fact]
    public void Of_ProcessAsBusyAsBefore_IsNoRise() =>
        Assert.Null(ProcessRises.Of(Burner, "1", [0.9, 0.92, 0.88, 0.9], 4, [(1, 0.91), (2, 0.9)], 0.01));

    [Fact]
    public void Of_ProcessThatWasSeldomThere_IsExpectedAtZero()
    {
        ProcessRise? rise = ProcessRises.Of(Burner, "1", [0.5, 0.5], 90, [(5, 0.1), (6, 0.8), (7, 0.8)], 0.01);

        Assert.Equal(0, rise?.Before);
        Assert.Equal(0.8, rise?.After);
        Assert.Equal(6, rise?.SinceNs);
    }

    [Fact]
    public void Of_ProcessGoneSinceTheOnset_IsNoRise() =>
        Assert.Null(ProcessRises.Of(Burner, "1", [0.5, 0.5], 2, [(5, double.NaN)], 0.01));

    [Fact]
    public void Rank_NoMatterTheOrder_IsTheSame()
    {
        (string, double, string)[] symptoms = [("a", 10, "sda"), ("b", 10, "sdb"), ("c", 10, "sdc"), ("d", 9, "sda")];
        Findings one = SuspectRanking.Rank(Open(symptoms), [], 0);
        Findings other = SuspectRanking.Rank(Open([.. symptoms.Reverse()]), [], 0);

        Assert.Equal(one.Suspects.Select(suspect => (suspect.Entity, suspect.Score)), other.Suspects.Select(suspect => (suspect.Entity, suspect.Score)));
    }

    private static Incident Open(params (string Metric, double Score, string Disk)[] symptoms)
    {
        IncidentBook book = new(Symptoms.Host, CorrelationRules.Default, []);
        foreach ((string metric, double score, string disk) in symptoms)
        {
            string name = metric.StartsWith("system", StringComparison.Ordinal) ? metric : "system_disk_" + metric;
            book.Observe(Symptoms.Of(name, 0, score: score, more: new Label("system_device", disk)), Symptoms.Minute(1));
        }

        return book.Incidents[0];
    }
}
