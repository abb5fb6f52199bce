using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Results;

namespace Nightjar.Server.Tests.Detection.Results;

public sealed class SeriesTapTests : IDisposable
{
    private const long Second = Clock.NsPerSecond;
    private const long Started = 1_000;
    private static readonly Labels Load = Labels.Create(new Label(Labels.MetricName, "load"), new Label("job", "node"));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Take_WithinTheInterval_IsThinnedOut()
    {
        ResultQueue queue = Queue(new RemoteWriteOptions());
        VerdictTap tap = Tap(queue.OfShard())!; // everything is wanted
        for (int i = 0; i < 10; i++)
        {
            tap.Take(i * 15 * Second, Verdict(VerdictState.Normal));
        }

        Assert.Equal([0, 60, 120], Sent(queue).Select(result => result.TimeNs / Second));
    }

    [Fact]
    public void Take_BecomesAbnormalAndOrdinaryAgain_IsSentAtOnce()
    {
        ResultQueue queue = Queue(new RemoteWriteOptions());
        VerdictTap tap = Tap(queue.OfShard())!;
        tap.Take(0, Verdict(VerdictState.Learning));
        tap.Take(15 * Second, Verdict(VerdictState.Normal));
        tap.Take(30 * Second, Verdict(VerdictState.Abnormal));
        tap.Take(45 * Second, Verdict(VerdictState.Abnormal));
        tap.Take(60 * Second, Verdict(VerdictState.Normal));

        SeriesResult[] sent = [.. Sent(queue)];
        Assert.Equal([15, 30, 60], sent.Select(result => result.TimeNs / Second));
        Assert.Equal(new SeriesResult(Load, 15 * Second, 10, 8, 12, 0.5), sent[0]);
    }

    [Fact]
    public void Take_ReplayOfTheTimeBeforeTheStart_IsNotSentAgain()
    {
        ResultQueue queue = Queue(new RemoteWriteOptions());
        ShardResults shard = queue.OfShard();
        shard.IsReplay = true;
        VerdictTap tap = Tap(shard)!;
        tap.Take(0, Verdict(VerdictState.Normal));
        tap.Take(Started * Second, Verdict(VerdictState.Normal));

        Assert.Equal([Started], Sent(queue).Select(result => result.TimeNs / Second));
    }

    [Fact]
    public void TapOf_NotMatchedOrNowhereToSendOrAResultItself_IsNone()
    {
        Assert.Null(Tap(Queue(new RemoteWriteOptions { Match = ["{job=\"other\"}", "up"] }).OfShard()));
        Assert.NotNull(Tap(Queue(new RemoteWriteOptions { Match = ["up", "{job=~\"no.+\"}"] }).OfShard()));
        Assert.Null(Tap(Queue(new RemoteWriteOptions(), url: null).OfShard()));
        Assert.Null(Queue(new RemoteWriteOptions()).OfShard().TapOf(new Series(Load.WithName("load:upper"), MetricKind.Gauge), ""));
        Assert.Null(Tap(Queue(new RemoteWriteOptions { Match = ["load"] }).OfShard(), DerivedName.Rate));
        Assert.NotNull(Tap(Queue(new RemoteWriteOptions { Match = ["load:rate"] }).OfShard(), DerivedName.Rate));
    }

    [Fact]
    public void Add_QueueIsFull_DropsTheOldestAndCounts()
    {
        ResultQueue queue = Queue(new RemoteWriteOptions { QueuedResults = 100, Interval = TimeSpan.Zero });
        using CounterReading dropped = new(_services.GetRequiredService<IMeterFactory>(), "nightjar.detection.results.dropped");
        VerdictTap tap = Tap(queue.OfShard())!;
        for (int i = 1; i <= 103; i++)
        {
            tap.Take(i * Second, Verdict(VerdictState.Normal));
        }

        Assert.Equal(Enumerable.Range(4, 100), Sent(queue).Select(result => (int)(result.TimeNs / Second)));
        Assert.Equal(3, dropped.Sum);
    }

    private ResultQueue Queue(RemoteWriteOptions options, string? url = "http://127.0.0.1:1/api/v1/write")
    {
        options.Url = url is null ? null : new Uri(url);
        return new ResultQueue(Options.Create(new ResultsOptions { RemoteWrite = options }), new FakeTimeProvider(Clock.ToTime(Started * Second)), _services.GetRequiredService<IMeterFactory>());
    }

    private static VerdictTap? Tap(ShardResults shard, string ending = "") => shard.TapOf(new Series(Load, MetricKind.Gauge), ending);

    private static Verdict Verdict(VerdictState state) => new(state, 10, 8, 12, 5, 5);

    private static IEnumerable<SeriesResult> Sent(ResultQueue queue)
    {
        while (queue.Waiting.TryRead(out SeriesResult result))
        {
            yield return result;
        }
    }
}
