using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Prometheus;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.Prometheus;

public sealed class SeriesCacheTests
{
    [Fact]
    public void Find_ManyMoreThanTheFirstTable_FindsNearlyAll()
    {
        SeriesCache cache = new(100_000);
        List<(UInt128 Key, SeriesEntry Entry)> added = Fill(cache, 20_000);

        // A crowded window may have forgotten one; a wrong answer would be a fault.
        Assert.InRange(added.Count(pair => ReferenceEquals(cache.Find(pair.Key), pair.Entry)), 19_900, 20_000);
        Assert.DoesNotContain(added, pair => cache.Find(pair.Key) is { } found && !ReferenceEquals(found, pair.Entry));
    }

    [Fact]
    public void Add_BeyondTheBound_ForgetsOthersAndHoldsNoMore()
    {
        SeriesCache cache = new(1_000);
        List<(UInt128 Key, SeriesEntry Entry)> added = Fill(cache, 50_000);

        Assert.InRange(cache.Count, 900, 1_000);
        Assert.InRange(added.Count(pair => cache.Find(pair.Key) is not null), 900, 1_000);
    }

    [Fact]
    public async Task Find_WhileOthersAdd_NeverGivesAnotherSeries()
    {
        SeriesCache cache = new(5_000);
        List<(UInt128 Key, SeriesEntry Entry)> series = [.. Enumerable.Range(0, 10_000).Select(Make)];
        Task[] writers = [.. Enumerable.Range(0, 2).Select(start => Task.Run(() =>
        {
            for (int i = start; i < series.Count; i += 2)
            {
                cache.Add(series[i].Key, series[i].Entry);
            }
        }, TestContext.Current.CancellationToken))];
        Task<bool> reader = Task.Run(() => Enumerable.Range(0, 20).All(_ => series.TrueForAll(
            pair => cache.Find(pair.Key) is not { } found || ReferenceEquals(found, pair.Entry))), TestContext.Current.CancellationToken);
        await Task.WhenAll(writers);

        Assert.True(await reader);
    }

    private static List<(UInt128 Key, SeriesEntry Entry)> Fill(SeriesCache cache, int count)
    {
        List<(UInt128, SeriesEntry)> added = [.. Enumerable.Range(0, count).Select(Make)];
        added.ForEach(pair => cache.Add(pair.Item1, pair.Item2));
        return added;
    }

    private static (UInt128 Key, SeriesEntry Entry) Make(int i) =>
        (LabelHash.Of(BitConverter.GetBytes(i)), new SeriesEntry(new Series(Labels.Create(new Label("__name__", $"s{i}")), MetricKind.Gauge), "test"));
}
