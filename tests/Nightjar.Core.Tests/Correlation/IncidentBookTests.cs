using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Correlation;

public sealed class IncidentBookTests
{
    // Two anomalies as "from-to" in minutes (no end: still open), and how many incidents they make.
    [Theory]
    [InlineData("0-", "0-", 1)]
    [InlineData("0-", "600-", 1)]
    [InlineData("0-3", "2-5", 1)]
    [InlineData("0-3", "4.9-8", 1)]
    [InlineData("0-3", "5.1-8", 2)]
    [InlineData("0-3", "60-61", 2)]
    [InlineData("10-13", "7-8.5", 1)]
    [InlineData("10-13", "5-7", 2)]
    public void Observe_TwoAnomaliesOfAHost_JoinWhenCloseInTime(string first, string second, int incidents)
    {
        IncidentBook book = New();
        book.Observe(Parse("system_cpu_utilization", first), Symptoms.Minute(0));
        book.Observe(Parse("system_memory_utilization", second), Symptoms.Minute(0));

        Assert.Equal(incidents, book.Incidents.Count);
    }

    [Fact]
    public void Observe_SeveralAnomalies_AreToldInOneTitle()
    {
        IncidentBook book = New();
        book.Observe(Symptoms.Of("system_memory_utilization", 0), Symptoms.Minute(1));
        Incident? incident = book.Observe(Symptoms.Of("system_cpu_utilization", 0, severity: Severity.High, more: new Label("cpu_mode", "user")), Symptoms.Minute(1));

        Assert.Equal("CPU (user) of web-1 at 97 %, expected 3 to 12 %, and 1 more", incident?.Title);
        Assert.Equal(Severity.High, incident?.Severity);
        Assert.Equal(Symptoms.Host, incident?.Entity);
    }

    [Fact]
    public void Observe_SourceThatStops_IsSaidOfTheSource()
    {
        IncidentBook book = New();
        Incident? incident = null;
        for (int shard = 0; shard < 5; shard++)
        {
            incident = book.Observe(Symptoms.Of($"metric_{shard}", 0) with { Kind = AnomalyKind.Silence, Direction = AnomalyDirection.None }, Symptoms.Minute(1));
        }

        Assert.Equal(EntityRules.RootOf(Symptoms.Series("metric_0", "web-1")).Name + " stopped reporting", incident?.Title);
    }

    [Fact]
    public void Observe_ManyEntities_AreAStepWorse()
    {
        IncidentBook book = New();
        Incident? incident = null;
        foreach (string disk in new[] { "sda", "sdb", "sdc" })
        {
            incident = book.Observe(Symptoms.Of("system_disk_io", 0, more: new Label("system_device", disk)), Symptoms.Minute(1));
        }

        Assert.Equal(Severity.High, incident?.Severity);
    }

    [Fact]
    public void Observe_SameRecordTwice_ChangesNothing()
    {
        IncidentBook book = New();
        Anomaly anomaly = Symptoms.Of("system_cpu_utilization", 0);
        Assert.NotNull(book.Observe(anomaly, Symptoms.Minute(1)));
        Assert.Null(book.Observe(anomaly with { }, Symptoms.Minute(1)));
    }

    [Fact]
    public void Tick_AllCalm_ResolvesAfterTheHoldTime()
    {
        IncidentBook book = New();
        book.Observe(Symptoms.Of("system_cpu_utilization", 0, 3), Symptoms.Minute(3));

        Assert.Empty(book.Tick(Symptoms.Minute(7.9)));
        Incident resolved = Assert.Single(book.Tick(Symptoms.Minute(8)));
        Assert.Equal(IncidentState.Resolved, resolved.State);
        Assert.Equal(Symptoms.Minute(8), resolved.ResolvedNs);
        Assert.False(book.HasOpen);
    }

    [Fact]
    public void Tick_OpenAnomalyStillToldOf_StaysOpen()
    {
        IncidentBook book = New();
        Anomaly anomaly = Symptoms.Of("system_cpu_utilization", 0);
        for (int minute = 1; minute < 300; minute++)
        {
            book.Observe(anomaly with { LastNs = Symptoms.Minute(minute) }, Symptoms.Minute(minute));
            Assert.Empty(book.Tick(Symptoms.Minute(minute)));
        }
    }

    [Fact]
    public void Tick_AnomalyNoLongerToldOf_IsTakenForClosed()
    {
        IncidentBook book = New();
        book.Observe(Symptoms.Of("system_cpu_utilization", 0), Symptoms.Minute(1));

        Incident resolved = Assert.Single(book.Tick(Symptoms.Minute(32)));
        Assert.Equal(IncidentState.Resolved, resolved.State);
    }

    [Theory]
    [InlineData("system_cpu_utilization", 30, 1)]
    [InlineData("system_cpu_utilization", 39, 2)]
    [InlineData("system_memory_utilization", 30, 2)]
    public void Observe_SymptomReturnsAfterResolution_ReopensWithinHalfAnHour(string metric, double minute, int incidents)
    {
        IncidentBook book = New();
        book.Observe(Symptoms.Of("system_cpu_utilization", 0, 3), Symptoms.Minute(3));
        book.Tick(Symptoms.Minute(8));
        Incident? incident = book.Observe(Symptoms.Of(metric, minute), Symptoms.Minute(minute + 1));

        Assert.Equal(incidents, book.Incidents.Count);
        Assert.Equal(IncidentState.Open, incident?.State);
        Assert.Null(incident?.ResolvedNs);
    }

    [Fact]
    public void Acknowledge_ThenResolve_IsWrittenInTheTimeline()
    {
        IncidentBook book = New();
        string id = book.Observe(Symptoms.Of("system_cpu_utilization", 0), Symptoms.Minute(1))?.Id ?? "";

        Assert.Equal(IncidentState.Acknowledged, book.Acknowledge(id, "Ada", Symptoms.Minute(2))?.State);
        Assert.Equal(IncidentState.Resolved, book.Resolve(id, "Ada", Symptoms.Minute(4))?.State);
        Assert.Null(book.Resolve(id, "Ada", Symptoms.Minute(5)));
        Assert.Null(book.Acknowledge("no such id", "Ada", Symptoms.Minute(5)));
        Assert.Equal(["Acknowledged by Ada", "Resolved by Ada"], book.Incidents[0].Timeline.TakeLast(2).Select(line => line.Text));
    }

    [Fact]
    public void Resolve_WhileItsAnomalyGoesOn_HoldsHoweverLong()
    {
        IncidentBook book = New();
        Anomaly anomaly = Symptoms.Of("system_cpu_utilization", 0);
        string id = book.Observe(anomaly, Symptoms.Minute(1))?.Id ?? "";
        book.Resolve(id, "Ada", Symptoms.Minute(2));
        for (int minute = 3; minute < 100; minute++)
        {
            book = new IncidentBook(Symptoms.Host, CorrelationRules.Default, book.Incidents);
            Incident? told = book.Observe(anomaly with { LastNs = Symptoms.Minute(minute) }, Symptoms.Minute(minute));
            book.Tick(Symptoms.Minute(minute));
            Assert.Equal((id, IncidentState.Resolved), (told?.Id, told?.State));
        }

        book.Observe(anomaly with { EndNs = Symptoms.Minute(100) }, Symptoms.Minute(100));
        book.Tick(Symptoms.Minute(100));
        Assert.Empty(book.Incidents);
    }

    [Theory]
    [InlineData("system_cpu_utilization", 5)]
    [InlineData("system_memory_utilization", 0)]
    public void Observe_NewSymptomAfterAPersonResolved_IsAnotherIncident(string metric, double minute)
    {
        IncidentBook book = New();
        string id = book.Observe(Symptoms.Of("system_cpu_utilization", 0, 1), Symptoms.Minute(1))?.Id ?? "";
        book.Resolve(id, "Ada", Symptoms.Minute(2));
        Incident? other = book.Observe(Symptoms.Of(metric, minute), Symptoms.Minute(6));

        Assert.Equal(IncidentState.Open, other?.State);
        Assert.NotEqual(id, other?.Id);
        Assert.Equal("Ada", book.Incidents[0].ResolvedBy);
    }

    [Fact]
    public void Observe_AnomalyTakenForClosedGoesOn_Reopens()
    {
        IncidentBook book = New();
        Anomaly anomaly = Symptoms.Of("system_cpu_utilization", 0);
        string id = book.Observe(anomaly, Symptoms.Minute(1))?.Id ?? "";
        book.Tick(Symptoms.Minute(40));
        Incident? again = book.Observe(anomaly with { LastNs = Symptoms.Minute(41) }, Symptoms.Minute(41));

        Assert.Equal((id, IncidentState.Open), (again?.Id, again?.State));
    }

    [Fact]
    public void Observe_Storm_IsBounded()
    {
        CorrelationRules rules = new() { MaxAnomalies = 10, MaxTimeline = 20 };
        IncidentBook book = new(Symptoms.Host, rules, []);
        for (int i = 0; i < 1_000; i++)
        {
            book.Observe(Symptoms.Of($"metric_{i % 500}", 0, i >= 500 ? 3 : null), Symptoms.Minute(1));
        }

        Incident incident = Assert.Single(book.Incidents);
        Assert.Equal(10, incident.Anomalies.Length);
        Assert.Equal(490, incident.DroppedAnomalies);
        Assert.InRange(incident.Timeline.Length, 1, 20);
        Assert.EndsWith("and 499 more", incident.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void New_FromKeptIncidents_GoesOnWithThem()
    {
        IncidentBook before = New();
        before.Observe(Symptoms.Of("system_cpu_utilization", 0), Symptoms.Minute(1));
        IncidentBook after = new(Symptoms.Host, CorrelationRules.Default, before.Incidents);
        after.Observe(Symptoms.Of("system_cpu_utilization", 0, 4), Symptoms.Minute(4));

        Assert.Single(after.Incidents);
        Assert.Single(after.Tick(Symptoms.Minute(9)));
    }

    private static IncidentBook New() => new(Symptoms.Host, CorrelationRules.Default, []);

    private static Anomaly Parse(string metric, string interval)
    {
        string[] ends = interval.Split('-');
        double Read(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return Symptoms.Of(metric, Read(ends[0]), ends[1].Length == 0 ? null : Read(ends[1]));
    }
}
