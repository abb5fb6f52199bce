using Microsoft.EntityFrameworkCore;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private StateStore _store;

    public StateStoreTests()
    {
        _store = StateStore.Open(_scratch.Path);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task SaveAsync_EveryRecord_ReadsBackWithAllFields()
    {
        await _store.SaveAsync(
            new()
            {
                Entities = [Records.Entity("disk/web-1/sda")],
                Anomalies = [Records.Anomaly("a1", endNs: 3_000)],
                Incidents = [Records.Incident("i1", resolvedNs: 4_000)],
                Findings = [Records.Findings("i1")],
                Rules = [Records.Rule("r1")],
                Feedback = [Records.Feedback("a1")],
            },
            Cancellation);
        Reopen();

        Assert.Equal([Records.Entity("disk/web-1/sda")], await _store.EntitiesAsync(Cancellation));
        Assert.Equal(Records.Anomaly("a1", endNs: 3_000), await _store.AnomalyAsync("a1", Cancellation));
        Assert.Equivalent(Records.Incident("i1", resolvedNs: 4_000), await _store.IncidentAsync("i1", Cancellation), strict: true);
        Assert.Equivalent(Records.Findings("i1"), await _store.FindingsAsync("i1", Cancellation), strict: true);
        Assert.Equal("i1", Assert.Single(await _store.FindingsAsync(["i1", "none"], Cancellation)).IncidentId);
        Assert.Equal([Records.Rule("r1")], await _store.RulesAsync(Cancellation));
        Assert.Equal([Records.Feedback("a1")], await _store.FeedbackAsync(Cancellation));
    }

    [Fact]
    public async Task Remove_RuleAndFeedback_AreGoneOnceAndForAll()
    {
        await _store.SaveAsync(new() { Rules = [Records.Rule("r1"), Records.Rule("r2")], Feedback = [Records.Feedback("a1")] }, Cancellation);

        Assert.True(await _store.RemoveRuleAsync("r1", Cancellation));
        Assert.False(await _store.RemoveRuleAsync("r1", Cancellation));
        Assert.True(await _store.RemoveFeedbackAsync("a1", Cancellation));
        Assert.False(await _store.RemoveFeedbackAsync("a1", Cancellation));
        Reopen();

        Assert.Equal(["r2"], (await _store.RulesAsync(Cancellation)).Select(rule => rule.Id));
        Assert.Empty(await _store.FeedbackAsync(Cancellation));
    }

    [Theory]
    [InlineData(typeof(Entity))]
    [InlineData(typeof(Anomaly))]
    [InlineData(typeof(Incident))]
    [InlineData(typeof(Findings))]
    [InlineData(typeof(Suspect))]
    [InlineData(typeof(Evidence))]
    [InlineData(typeof(TimelineEntry))]
    [InlineData(typeof(SavedRule))]
    [InlineData(typeof(RuleSettings))]
    [InlineData(typeof(Feedback))]
    public void RecordJson_EveryProperty_IsWritten(Type record)
    {
        string json = RecordJson.Write(Records.Incident("i1", resolvedNs: 4_000)) + RecordJson.Write(Records.Anomaly("a1", endNs: 3_000))
            + RecordJson.Write(Records.Findings("i1")) + RecordJson.Write(Records.Entity("disk/web-1/sda"))
            + RecordJson.Write(Records.Rule("r1")) + RecordJson.Write(Records.Feedback("a1"));

        Assert.All(record.GetProperties().Where(property => property.CanWrite), property =>
            Assert.Contains($"\"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name)}\":", json, StringComparison.Ordinal));
    }

    [Fact]
    public void RecordJson_FieldOfANewerVersion_IsSkipped() =>
        Assert.Equal("sda", RecordJson.Read<Entity>("""{"id":"disk/a/sda","kind":"Disk","name":"sda","owner":"team x"}""").Name);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id":7,"kind":"Disk","name":"sda"}""")]
    [InlineData("""{"id":"a","kind":"Spaceship","name":"sda"}""")]
    public void RecordJson_NotSuchARecord_SaysSo(string json) =>
        Assert.Contains("start the version that wrote it", Assert.Throws<StorageException>(() => RecordJson.Read<Entity>(json)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task SaveAsync_SameIdAgain_ReplacesTheRecord()
    {
        await _store.SaveAsync(new() { Anomalies = [Records.Anomaly("a1"), Records.Anomaly("a2")] }, Cancellation);
        await _store.SaveAsync(new() { Anomalies = [Records.Anomaly("a1", endNs: 1_700), Records.Anomaly("a1", endNs: 1_800)] }, Cancellation);

        Assert.Equal(1_800, (await _store.AnomalyAsync("a1", Cancellation))?.EndNs);
        Assert.Equal("a2", Assert.Single(await _store.AnomaliesAsync(new() { OpenOnly = true }, Cancellation)).Id);
    }

    // SQLite takes at most 32,766 parameters in a statement; a save may hold more records than that.
    [Fact]
    public void Query_ByManyIds_SendsThemAsOneParameter()
    {
        using StateContext state = new(StateConnection.Options(_scratch.File(StateStore.FileName)));
        string[] ids = ["a", "b", "c"];

        Assert.Contains("json_each(@ids)", state.Entities.Where(row => ids.Contains(row.Id)).ToQueryString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyRecord_UnknownId_IsNull()
    {
        Assert.Null(await _store.AnomalyAsync("none", Cancellation));
        Assert.Null(await _store.IncidentAsync("none", Cancellation));
        Assert.Null(await _store.FindingsAsync("none", Cancellation));
    }

    public static TheoryData<AnomalyFilter, string> AnomalyFilters => new()
    {
        { new(), "open other late early" },
        { new() { Limit = 2 }, "open other" },
        { new() { Limit = -1 }, "" },
        { new() { OpenOnly = true }, "open" },
        { new() { Entity = new("host/db-1") }, "other" },
        { new() { Series = Records.Series.WithName("up").Id }, "other" },
        { new() { Range = new(0, 99) }, "" },
        { new() { Range = new(0, 100) }, "early" },
        { new() { Range = new(200, 200) }, "late early" },
        { new() { Range = new(201, 299) }, "late" },
        { new() { Range = new(10_000, 20_000) }, "open" },
        { new() { Range = new(0, 1_000), OpenOnly = true, Entity = new("host/web-1") }, "open" },
    };

    [Theory]
    [MemberData(nameof(AnomalyFilters))]
    public async Task AnomaliesAsync_Filter_KeepsTheFittingNewestFirst(AnomalyFilter filter, string expected)
    {
        await _store.SaveAsync(
            new()
            {
                Anomalies =
                [
                    Records.Anomaly("early", 100, 200),
                    Records.Anomaly("late", 200, 400),
                    Records.Anomaly("other", 300, 500, "host/db-1", Records.Series.WithName("up")),
                    Records.Anomaly("open", 400),
                ],
            },
            Cancellation);

        IReadOnlyList<Anomaly> found = await _store.AnomaliesAsync(filter, Cancellation);

        Assert.Equal(expected, string.Join(' ', found.Select(anomaly => anomaly.Id)));
    }

    public static TheoryData<IncidentFilter, string> IncidentFilters => new()
    {
        { new(), "open taken done" },
        { new() { Limit = 1 }, "open" },
        { new() { States = [IncidentState.Open, IncidentState.Acknowledged] }, "open taken" },
        { new() { States = [IncidentState.Resolved] }, "done" },
        { new() { Entity = new("host/db-1") }, "taken" },
        { new() { Range = new(150, 150) }, "done" },
        { new() { Range = new(9_000, 9_000) }, "open taken" },
    };

    [Theory]
    [MemberData(nameof(IncidentFilters))]
    public async Task IncidentsAsync_Filter_KeepsTheFittingNewestFirst(IncidentFilter filter, string expected)
    {
        await _store.SaveAsync(
            new()
            {
                Incidents =
                [
                    Records.Incident("done", 100, 200, state: IncidentState.Resolved),
                    Records.Incident("taken", 200, entity: "host/db-1"),
                    Records.Incident("open", 300, state: IncidentState.Open),
                ],
            },
            Cancellation);

        IReadOnlyList<Incident> found = await _store.IncidentsAsync(filter, Cancellation);

        Assert.Equal(expected, string.Join(' ', found.Select(incident => incident.Id)));
    }

    [Fact]
    public async Task ForgetAsync_EndedBefore_AreGoneAndNothingElse()
    {
        Anomaly[] ended = [.. Enumerable.Range(0, 1_200).Select(i => Records.Anomaly($"ended-{i}", 100, 199))];
        await _store.SaveAsync(
            new()
            {
                Entities = [Records.Entity("disk/web-1/sda")],
                Anomalies = [.. ended, Records.Anomaly("open", 100), Records.Anomaly("at", 100, 200)],
                Incidents = [Records.Incident("ended", 100, 199), Records.Incident("open", 100), Records.Incident("at", 100, 200)],
                Findings = [Records.Findings("ended"), Records.Findings("open")],
            },
            Cancellation);

        await _store.ForgetAsync(200, Cancellation);

        Assert.Equal(["at", "open"], (await _store.AnomaliesAsync(new(), Cancellation)).Select(anomaly => anomaly.Id));
        Assert.Equal(["at", "open"], (await _store.IncidentsAsync(new(), Cancellation)).Select(incident => incident.Id));
        Assert.Null(await _store.FindingsAsync("ended", Cancellation));
        Assert.NotNull(await _store.FindingsAsync("open", Cancellation));
        Assert.Single(await _store.EntitiesAsync(Cancellation));
    }

    [Fact]
    public async Task SaveAsync_ManyAtOnceBesideReaders_KeepsAllAndReadersSeeWholeTransactions()
    {
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task reader = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    Assert.Equal(0, (await _store.AnomaliesAsync(new(), Cancellation)).Count % 2);
                }
            },
            Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => _store.SaveAsync(new() { Anomalies = [Records.Anomaly($"{i}-a"), Records.Anomaly($"{i}-b")] }, Cancellation), Cancellation)));
        await done.CancelAsync();
        await reader;

        Assert.Equal(80, (await _store.AnomaliesAsync(new(), Cancellation)).Count);
    }

    [Fact]
    public async Task SaveAsync_Cancelled_KeepsNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _store.SaveAsync(new() { Anomalies = [Records.Anomaly("a1")] }, new CancellationToken(canceled: true)));

        Assert.Empty(await _store.AnomaliesAsync(new(), Cancellation));
    }

    [Fact]
    public async Task CheckAsync_SoundThenAPageOverwritten_FindsTheDamage()
    {
        await _store.SaveAsync(new() { Anomalies = [.. Enumerable.Range(0, 300).Select(i => Records.Anomaly($"{i}"))] }, Cancellation);
        Assert.Empty(await _store.CheckAsync(Cancellation));
        _store.Dispose();
        string path = _scratch.File(StateStore.FileName);
        byte[] file = await File.ReadAllBytesAsync(path, Cancellation);
        file.AsSpan(^4_096).Fill(0xff);
        await File.WriteAllBytesAsync(path, file, Cancellation);
        _store = StateStore.Open(_scratch.Path);

        IReadOnlyList<CheckFinding> findings = await _store.CheckAsync(Cancellation);

        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal(path, finding.Where));
    }

    private void Reopen()
    {
        _store.Dispose();
        _store = StateStore.Open(_scratch.Path);
    }
}
