using Nightjar.Server.Ingestion.Otlp.Wire;
using static Nightjar.Server.Tests.Ingestion.Otlp.OtlpBench;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class ZeroAtStartTests
{
    private const ulong Second = 1_000_000_000;
    private const ulong Time = 1_700_000_000 * Second;

    [Fact]
    public async Task Map_RestartThatOvertookTheOldCount_WritesAZeroAtTheStart()
    {
        await using OtlpBench bench = new();
        bench.Map(Counter(start: Time - (3_600 * Second), (Time, 5)));
        Mapped mapped = bench.Map(Counter(start: Time + (20 * Second), (Time + (60 * Second), 9)));

        Assert.Equal([(long)(Time + (20 * Second)), (long)(Time + (60 * Second))], mapped.Samples.Select(sample => sample.TimeNs));
        Assert.Equal([0, 9], mapped.Samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Map_SameStart_WritesNoZeroAgain()
    {
        await using OtlpBench bench = new();
        bench.Map(Counter(start: Time - Second, (Time, 5)));

        Assert.Equal([9], bench.Map(Counter(start: Time - Second, (Time + Second, 9))).Samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Map_FirstPointOfAFreshProcess_CountsFromZero()
    {
        await using OtlpBench bench = new();

        Assert.Equal([0, 5], bench.Map(Counter(start: Time - (60 * Second), (Time, 5))).Samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Map_FirstPointOfALongRunningProcess_CountsFromWhatItSays()
    {
        await using OtlpBench bench = new();

        Assert.Equal([5], bench.Map(Counter(start: Time - (86_400 * Second), (Time, 5))).Samples.Select(sample => sample.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Time)]
    [InlineData(Time + Second)]
    public async Task Map_StartUnknownOrNotBeforeThePoint_WritesNoZero(ulong start)
    {
        await using OtlpBench bench = new();

        Assert.Equal([5], bench.Map(Counter(start, (Time, 5))).Samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Map_TwoPointsOfOneSeriesInOneRequest_GetOneZero()
    {
        await using OtlpBench bench = new();

        Assert.Equal([0, 5, 6], bench.Map(Counter(Time - Second, (Time, 5), (Time + Second, 6))).Samples.Select(sample => sample.Value));
    }

    private static ExportMetricsServiceRequest Counter(ulong start, params (ulong Time, long Value)[] points) => Request(new Metric
    {
        Name = "requests",
        Sum = new Sum
        {
            AggregationTemporality = AggregationTemporality.Cumulative,
            IsMonotonic = true,
            DataPoints = { points.Select(point => new NumberDataPoint { StartTimeUnixNano = start, TimeUnixNano = point.Time, AsInt = point.Value }) },
        },
    });
}
