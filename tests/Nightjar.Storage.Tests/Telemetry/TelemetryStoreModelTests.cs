using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

/// <summary>Random lives of a store, each compared with a dictionary after every step.</summary>
public sealed class TelemetryStoreModelTests
{
    private static readonly double[] Values =
    [
        0, BitConverter.Int64BitsToDouble(unchecked((long)0x8000000000000000)), 1, -1, 0.1, double.NaN, StaleMarker.Value,
        BitConverter.Int64BitsToDouble(0x7ff8000000000001), double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void AnyLife_ReadsWhatADictionaryHolds()
    {
        int lives = int.TryParse(Environment.GetEnvironmentVariable("NIGHTJAR_MODEL_LIVES"), out int number) ? number : 4;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(lives),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Live(new Random(seed), steps: 40)));
    }

    private static void Live(Random random, int steps)
    {
        using StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 30, MemoryBytes = 128_000_000, RetentionAge = TimeSpan.FromDays(365) });
        StoreModel model = new();
        string[] names = ["a", "b", "c", "d", "e"];
        for (int step = 0; step < steps; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    Append(fixture, model, names, random);
                    break;
                case < 8:
                    fixture.Store.Maintain(Cancellation);
                    break;
                case 8:
                    fixture.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 200)));
                    break;
                default:
                    fixture.Reopen();
                    CompareNewest(fixture, model);
                    break;
            }

            Compare(fixture, model, names, random);
        }

        Assert.Empty(fixture.Store.Check(Cancellation));
    }

    private static void Append(StoreFixture fixture, StoreModel model, string[] names, Random random)
    {
        long now = fixture.Time.GetUtcNow().ToUnixNs();
        SeriesSample[] samples = new SeriesSample[random.Next(1, 40)];
        for (int i = 0; i < samples.Length; i++)
        {
            // Few instants, so that repeats within a batch, a table and over parts are common.
            long time = now - (random.Next(300) * 30 * Clock.NsPerSecond);
            samples[i] = new SeriesSample(fixture.Series(names[random.Next(names.Length)]), time, Values[random.Next(Values.Length)]);
            model.Append(samples[i].Entry, samples[i].TimeNs, samples[i].Value);
        }

        fixture.Store.Append(samples);
    }

    /// <summary>After a start each series stands where an unbroken run would have it.</summary>
    private static void CompareNewest(StoreFixture fixture, StoreModel model)
    {
        foreach (SeriesEntry entry in fixture.Store.Catalog.All)
        {
            (long TimeNs, double Value)? newest = model.NewestOf(entry.Series.Id);
            Assert.Equal(
                newest is null ? null : StoreModel.Show(newest.Value.TimeNs, newest.Value.Value),
                entry.LastTimeNs == long.MinValue ? null : StoreModel.Show(entry.LastTimeNs, entry.LastValue));
        }
    }

    private static void Compare(StoreFixture fixture, StoreModel model, string[] names, Random random)
    {
        long now = fixture.Time.GetUtcNow().ToUnixNs();
        TimeRange range = random.Next(3) == 0 ? StoreFixture.AllTime : new TimeRange(now - random.NextInt64(20_000_000_000_000), now);
        SeriesId[] ids = [.. names.Select(name => Labels.Create(new Label(Labels.MetricName, name)).Id)];
        IReadOnlyDictionary<SeriesId, SamplePoint[]> read = fixture.Store.Read(ids, range, Cancellation);
        foreach (SeriesId id in ids)
        {
            Assert.Equal(
                model.Of(id, range),
                (read.GetValueOrDefault(id) ?? []).Select(point => StoreModel.Show(point.TimeNs, point.Value)));
        }

        List<string> since = [.. fixture.Store.ReadSince(range.FromNs, Cancellation).Select(sample => $"{sample.Series} {StoreModel.Show(sample.TimeNs, sample.Value)}")];
        Assert.Equal(model.Since(range.FromNs), since);
    }
}
