using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class DerivedSeriesTests
{
    [Theory]
    [InlineData(MetricKind.Counter)]
    [InlineData(MetricKind.DeltaCounter)]
    public void Of_Counter_GivesItsRate(MetricKind kind)
    {
        Labels labels = Named("requests_total", ("job", "web"));

        Assert.Equal([Named("requests_total:rate", ("job", "web"))], DerivedSeries.Of(new Series(labels, kind)));
    }

    [Theory]
    [InlineData(MetricKind.Gauge)]
    [InlineData(MetricKind.Unknown)]
    public void Of_KindWithoutRate_GivesNone(MetricKind kind) => Assert.Empty(DerivedSeries.Of(new Series(Named("memory"), kind)));

    [Fact]
    public void Of_Bucket_GivesTheHistogramsFour()
    {
        Series bucket = new(Named("seconds_bucket", ("job", "web"), ("le", "0.5")), MetricKind.HistogramBucket);

        Assert.Equal(
            [
                Named("seconds:rate", ("job", "web")),
                Named("seconds:p50", ("job", "web")),
                Named("seconds:p95", ("job", "web")),
                Named("seconds:p99", ("job", "web")),
            ],
            DerivedSeries.Of(bucket));
    }

    [Fact]
    public void TryHistogramOf_BucketsOfOneHistogram_AreOne()
    {
        Assert.True(DerivedSeries.TryHistogramOf(Named("seconds_bucket", ("le", "0.5")), out Labels one, out double half));
        Assert.True(DerivedSeries.TryHistogramOf(Named("seconds_bucket", ("le", "+Inf")), out Labels other, out double infinite));

        Assert.Equal(Named("seconds"), one);
        Assert.Equal(one, other);
        Assert.Equal(0.5, half);
        Assert.Equal(double.PositiveInfinity, infinite);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("one")]
    public void TryHistogramOf_BoundIsNoNumber_IsRefused(string bound) =>
        Assert.False(DerivedSeries.TryHistogramOf(Named("seconds_bucket", ("le", bound)), out _, out _));

    [Fact]
    public void TryHistogramOf_NoBound_IsRefused() => Assert.False(DerivedSeries.TryHistogramOf(Named("seconds_bucket"), out _, out _));

    [Theory]
    [InlineData("requests_total:rate", "requests_total", ":rate", "requests_total")]
    [InlineData("seconds:p95", "seconds", ":p95", null)]
    [InlineData("job:requests:rate", "job:requests", ":rate", "job:requests")]
    public void TryParse_DerivedName_GivesItsParts(string name, string expectedBase, string ending, string? counter)
    {
        Assert.True(DerivedMetric.TryParse(name, out DerivedMetric metric));

        Assert.Equal(new DerivedMetric(expectedBase, ending), metric);
        Assert.Equal(counter, metric.CounterName);
        Assert.Equal(expectedBase + "_bucket", metric.BucketName);
    }

    [Theory]
    [InlineData("requests_total")]
    [InlineData(":rate")]
    [InlineData("seconds:p90")]
    [InlineData("")]
    public void TryParse_RawName_IsRefused(string name) => Assert.False(DerivedMetric.TryParse(name, out _));

    private static Labels Named(string name, params (string Name, string Value)[] labels) =>
        Labels.Create(labels.Select(label => new Label(label.Name, label.Value)).Append(new Label(Labels.MetricName, name)));
}
