using Nightjar.Core;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Correlation;
using Nightjar.Server.Detection;
using Nightjar.Storage.State;

namespace Nightjar.Server.Tests.Detection;

public sealed class DetectionPathTests : IDisposable
{
    private const int Rounds = 200;
    private const int FaultFrom = 150;

    private static readonly Series[] Gauges =
        [.. Enumerable.Range(0, 20).Select(i => new Series(Of("queue_length", new Label("queue", $"q{i}")), MetricKind.Gauge))];

    private static readonly Series Counter = new(Of("requests_total"), MetricKind.Counter);

    private static readonly Series[] Buckets =
        [.. new[] { "0.1", "1", "+Inf" }.Select(le => new Series(Of("latency_seconds_bucket", new Label("le", le)), MetricKind.HistogramBucket))];

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-detect-").FullName;
    private readonly string _other = Directory.CreateTempSubdirectory("nightjar-detect-").FullName;

    // Round i lies i times ten seconds after this; the last one is about now, as the front door takes nothing from the future.
    private readonly long _startNs = (TimeProvider.System.NowNs() / Clock.NsPerSecond * Clock.NsPerSecond) - (Rounds * 10 * Clock.NsPerSecond);

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        Directory.Delete(_other, recursive: true);
    }

    [Fact]
    public async Task Fault_InOneSeries_BecomesAnIncidentWithASuspectThatPeopleCanTake()
    {
        await using Estate estate = await Estate.StartAsync(_directory);
        await estate.SendAsync(Samples(0, Rounds));
        StateStore state = estate.Service<StateStore>();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Incident incident = await Estate.UntilAsync(
            async () => await state.IncidentsAsync(new IncidentFilter(), cancellation) is [Incident first, ..] ? first : null, "an incident");
        Findings findings = await Estate.UntilAsync(() => state.FindingsAsync(incident.Id, cancellation), "findings");

        Assert.Equal(Gauges[7].Labels, incident.Anomalies[0].Series);
        Assert.Equal(_startNs + (FaultFrom * 10 * Clock.NsPerSecond), incident.StartNs);
        Assert.StartsWith("queue length of ", incident.Title, StringComparison.Ordinal);
        Assert.Equal(Gauges[7].Labels, findings.Suspects[0].Evidence[0].Series);

        Assert.True(await estate.Service<IncidentDesk>().AcknowledgeAsync(incident.Id, "Ada", cancellation));
        Assert.Equal(IncidentState.Acknowledged, (await state.IncidentAsync(incident.Id, cancellation))?.State);
        Assert.False(await estate.Service<IncidentDesk>().AcknowledgeAsync("0000000000000000", "Ada", cancellation));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(152)]
    [InlineData(190)]
    public async Task Restart_InTheMiddle_GivesTheSameAnomaliesAsAnUnbrokenRun(int cut)
    {
        IReadOnlyList<Anomaly> unbroken;
        await using (Estate estate = await Estate.StartAsync(_other))
        {
            await estate.SendAsync(Samples(0, Rounds));
            unbroken = await AllScoredAsync(estate, Rounds * (Gauges.Length + 1 + Buckets.Length));
        }

        await using (Estate estate = await Estate.StartAsync(_directory))
        {
            await estate.SendAsync(Samples(0, cut));
        }

        await using (Estate estate = await Estate.StartAsync(_directory))
        {
            await estate.SendAsync(Samples(cut, Rounds));
            IReadOnlyList<Anomaly> broken = await AllScoredAsync(estate, (Rounds - cut) * (Gauges.Length + 1 + Buckets.Length));
            Assert.NotEmpty(broken);
            Assert.Equal(unbroken, broken);
        }
    }

    [Fact]
    public async Task Start_AnomalyOpenThatNoShardKnows_IsClosedAndNoIncident()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Anomaly orphan = new()
        {
            Id = "00000000000000a1",
            Series = Gauges[0].Labels,
            Unit = "",
            Entity = EntityRules.Of(Gauges[0].Labels)[0].Id,
            Kind = AnomalyKind.Silence,
            Direction = AnomalyDirection.None,
            StartNs = _startNs,
            LastNs = _startNs + Clock.NsPerSecond,
            Score = 7,
            Observed = 1,
            Expected = 1,
            Lower = 1,
            Upper = 1,
            LearntSamples = 100,
            Severity = Severity.Warning,
        };
        using (StateStore before = StateStore.Open(_directory))
        {
            await before.SaveAsync(new StateChanges { Anomalies = [orphan] }, cancellation);
        }

        await using Estate estate = await Estate.StartAsync(_directory);
        StateStore state = estate.Service<StateStore>();
        Anomaly closed = await Estate.UntilAsync(
            async () => await state.AnomalyAsync(orphan.Id, cancellation) is { EndNs: not null } ended ? ended : null, "the end of the orphan");

        Assert.Equal(orphan.LastNs, closed.EndNs);
        Assert.Empty(await state.IncidentsAsync(new IncidentFilter(), cancellation));
    }

    [Fact]
    public async Task Read_SeriesWithFault_ShowsTheBandAndTheAbnormalStretch()
    {
        await using Estate estate = await Estate.StartAsync(_directory);
        await estate.SendAsync(Samples(0, Rounds));
        IReadOnlyList<BandPoint> band = estate.Service<BandReader>().Read(
            Gauges[7].Labels, new TimeRange(_startNs + (140 * 10 * Clock.NsPerSecond), _startNs + (159 * 10 * Clock.NsPerSecond)), TestContext.Current.CancellationToken);

        Assert.Equal(20, band.Count);
        Assert.All(band.Take(10), point => Assert.False(point.IsAbnormal || point.IsLearning));
        Assert.All(band.Skip(10), point => Assert.True(point.IsAbnormal));
        Assert.All(band, point => Assert.InRange(point.Expected, point.Lower, point.Upper));
    }

    [Fact]
    public async Task Read_DerivedSeries_HasABandToo()
    {
        await using Estate estate = await Estate.StartAsync(_directory);
        await estate.SendAsync(Samples(0, Rounds));
        TimeRange all = new(_startNs, _startNs + (Rounds * 10 * Clock.NsPerSecond));
        BandReader reader = estate.Service<BandReader>();

        Assert.Equal(Rounds - 1, reader.Read(DerivedSeries.Of(Counter.Labels, DerivedName.Rate), all, TestContext.Current.CancellationToken).Count);
        Assert.True(DerivedSeries.TryHistogramOf(Buckets[0].Labels, out Labels histogram, out _));
        Assert.Equal(Rounds - 1, reader.Read(DerivedSeries.Of(histogram, DerivedName.P95), all, TestContext.Current.CancellationToken).Count);
    }

    private static Labels Of(string name, params Label[] more) =>
        Labels.Create(more.Append(new Label("__name__", name)).Append(new Label("job", "shop")).Append(new Label("instance", "shop-1:80")));

    private static async Task<IReadOnlyList<Anomaly>> AllScoredAsync(Estate estate, int atLeast)
    {
        DetectionStatus status = estate.Service<DetectionStatus>();
        await Estate.UntilAsync(() => Task.FromResult(status.Now.Scored >= atLeast ? status : null), $"the scoring of {atLeast} samples");
        StateStore state = estate.Service<StateStore>();
        IReadOnlyList<Anomaly> before = [];

        // Scored is not yet saved: the records are all there once two looks a second apart agree.
        await Estate.UntilAsync(
            async () =>
            {
                IReadOnlyList<Anomaly> now = await state.AnomaliesAsync(new AnomalyFilter(), TestContext.Current.CancellationToken);
                bool settled = now.Count > 0 && now.SequenceEqual(before);
                before = now;
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
                return settled ? state : null;
            },
            "a settled state");
        return [.. before.Where(anomaly => anomaly.Kind == AnomalyKind.OutOfRange).OrderBy(anomaly => anomaly.Id, StringComparer.Ordinal)];
    }

    private IEnumerable<(Series Series, long TimeNs, double Value)> Samples(int from, int to)
    {
        for (int round = from; round < to; round++)
        {
            long timeNs = _startNs + (round * 10 * Clock.NsPerSecond);
            for (int i = 0; i < Gauges.Length; i++)
            {
                yield return (Gauges[i], timeNs, i == 7 && round >= FaultFrom ? 900 + round : 100 + ((round * (i + 3)) % 17));
            }

            yield return (Counter, timeNs, round * 100.0);
            yield return (Buckets[0], timeNs, round * 90.0);
            yield return (Buckets[1], timeNs, round * 99.0);
            yield return (Buckets[2], timeNs, round * 100.0);
        }
    }
}
