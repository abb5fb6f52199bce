using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

public sealed class SeriesReaderTests : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly SeriesReader _reader;

    public SeriesReaderTests() => _reader = new SeriesReader(_fixture.Store);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Matching_RawAndDerivedNames_GiveTheirSeries()
    {
        Series(MetricKind.Counter, "requests_total", ("job", "web"));
        Series(MetricKind.HistogramBucket, "seconds_bucket", ("job", "web"), ("le", "1"));
        Series(MetricKind.HistogramBucket, "seconds_bucket", ("job", "web"), ("le", "+Inf"));
        Series(MetricKind.Gauge, "memory", ("job", "web"));

        Assert.Equal("requests_total{job=\"web\"}", Assert.Single(_reader.Matching("requests_total", _ => true)).ToString());
        Assert.Equal("requests_total:rate{job=\"web\"}", Assert.Single(_reader.Matching("requests_total:rate", _ => true)).ToString());
        Assert.Equal("seconds:p95{job=\"web\"}", Assert.Single(_reader.Matching("seconds:p95", _ => true)).ToString());
        Assert.Empty(_reader.Matching("seconds:p95", labels => labels["job"] != "web"));
        Assert.Empty(_reader.Matching("memory:rate", _ => true));
        Assert.Empty(_reader.Matching("requests_total:p95", _ => true));
        Assert.Equal(
            ["memory", "requests_total", "requests_total:rate", "seconds:p50", "seconds:p95", "seconds:p99", "seconds:rate", "seconds_bucket"],
            _reader.Names().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(3600)]
    public void Read_RateFromTheMiddle_BeginsWithTheFirstSampleOfTheRange(int stepSeconds)
    {
        SeriesEntry counter = Series(MetricKind.Counter, "requests_total");
        Append([.. Enumerable.Range(0, 10).Select(i => new SeriesSample(counter, At(i * stepSeconds), i * stepSeconds * 2.0))]);

        SamplePoint[] rates = Read("requests_total:rate", At(5 * stepSeconds), At(7 * stepSeconds));

        Assert.Equal(
            [new SamplePoint(At(5 * stepSeconds), 2), new SamplePoint(At(6 * stepSeconds), 2), new SamplePoint(At(7 * stepSeconds), 2)], rates);
    }

    [Fact]
    public void Read_AnyBeginning_GivesTheSameAsTheWhole()
    {
        SeriesEntry counter = Series(MetricKind.Counter, "requests_total");
        Random random = new(5);
        List<SeriesSample> samples = [];
        for (int second = 0, value = 0; second < 20_000; second += random.Next(1, 900))
        {
            value = random.Next(10) == 0 ? 0 : value + random.Next(100);
            samples.Add(new SeriesSample(counter, At(second), value));
        }

        Append([.. samples]);
        SamplePoint[] whole = Read("requests_total:rate", At(0), At(20_000));

        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(
            whole.Where(point => point.TimeNs >= At(i * 500)), Read("requests_total:rate", At(i * 500), At(20_000))));
    }

    [Fact]
    public void Read_Histogram_GivesRateAndQuantiles()
    {
        SeriesEntry low = Series(MetricKind.HistogramBucket, "seconds_bucket", ("le", "1"));
        SeriesEntry high = Series(MetricKind.HistogramBucket, "seconds_bucket", ("le", "+Inf"));
        Append(
            new SeriesSample(low, At(0), 0), new SeriesSample(high, At(0), 0),
            new SeriesSample(low, At(10), 10), new SeriesSample(high, At(10), 10),
            new SeriesSample(low, At(20), 10), new SeriesSample(high, At(20), 10),
            new SeriesSample(low, At(30), StaleMarker.Value), new SeriesSample(high, At(30), StaleMarker.Value));

        Assert.Equal([new SamplePoint(At(10), 0.5)], Read("seconds:p50", At(0), At(20)));
        Assert.Equal([new SamplePoint(At(10), 1), new SamplePoint(At(20), 0)], Read("seconds:rate", At(0), At(20)));
        Assert.True(StaleMarker.Is(Assert.Single(Read("seconds:rate", At(25), At(40))).Value));
    }

    [Fact]
    public void Read_StaleMarker_EndsTheRateToo()
    {
        SeriesEntry counter = Series(MetricKind.Counter, "requests_total");
        Append(
            new SeriesSample(counter, At(0), 0), new SeriesSample(counter, At(10), 10), new SeriesSample(counter, At(20), StaleMarker.Value),
            new SeriesSample(counter, At(30), 5), new SeriesSample(counter, At(40), 15));

        SamplePoint[] rates = Read("requests_total:rate", At(0), At(60));

        Assert.Equal([At(10), At(20), At(40)], rates.Select(point => point.TimeNs));
        Assert.Equal(1, rates[0].Value);
        Assert.True(StaleMarker.Is(rates[1].Value));
        Assert.Equal(1, rates[2].Value);
    }

    [Fact]
    public void Read_RawAndDerivedTogether_CutsBothToTheRange()
    {
        SeriesEntry counter = Series(MetricKind.Counter, "requests_total");
        SeriesEntry gauge = Series(MetricKind.Gauge, "memory");
        Append(
            new SeriesSample(counter, At(0), 0), new SeriesSample(gauge, At(0), 7),
            new SeriesSample(counter, At(10), 10), new SeriesSample(gauge, At(10), 8));
        Labels rate = DerivedSeries.Of(counter.Series.Labels, DerivedName.Rate);

        IReadOnlyDictionary<SeriesId, SamplePoint[]> read = _reader.Read(
            [gauge.Series.Labels, rate, Labels.Create(new Label(Labels.MetricName, "unknown"))], new TimeRange(At(5), At(10)),
            TestContext.Current.CancellationToken);

        Assert.Equal(2, read.Count);
        Assert.Equal([new SamplePoint(At(10), 8)], read[gauge.Series.Id]);
        Assert.Equal([new SamplePoint(At(10), 1)], read[rate.Id]);
    }

    private static long At(int second) => StoreFixture.StartNs + (second * Clock.NsPerSecond);

    private void Append(params SeriesSample[] samples) => _fixture.Store.Append(samples);

    private SamplePoint[] Read(string name, long fromNs, long toNs) =>
        _reader.Read(Labels.Create(new Label(Labels.MetricName, name)), new TimeRange(fromNs, toNs), TestContext.Current.CancellationToken);

    private SeriesEntry Series(MetricKind kind, string name, params (string Name, string Value)[] labels)
    {
        Labels all = Labels.Create(labels.Select(label => new Label(label.Name, label.Value)).Append(new Label(Labels.MetricName, name)));
        return _fixture.Store.Catalog.GetOrAdd(new Series(all, kind), "test", out string? refusal)
            ?? throw new InvalidOperationException(refusal);
    }
}
