using BenchmarkDotNet.Attributes;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Benchmarks.Micro;

/// <summary>The hot path of Detection: one sample of one series, and one round of 100,000 series through a shard's look-up.</summary>
[MemoryDiagnoser]
public class DetectionBenchmarks
{
    private const int SeriesCount = 100_000;
    private const int WarmRounds = 70;

    private readonly List<Anomaly> _changes = [];
    private readonly Random _random = new(1);
    private readonly double[] _values = new double[4_096];
    private readonly SeriesDetector _detector = new(DetectorOptions.Default, SeriesScale.Unknown);
    private DetectionShard _shard = new(new ShardOptions(), _ => null);
    private SeriesId[] _ids = [];
    private long _timeNs = 1_700_000_000 * Clock.NsPerSecond;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = 100 + _random.NextDouble();
        }

        Series[] series =
        [
            .. Enumerable.Range(0, SeriesCount).Select(i => new Series(
                Labels.Create(new Label("__name__", $"metric_{i % 500}"), new Label("instance", $"host-{i / 500}")), MetricKind.Gauge)),
        ];
        Dictionary<SeriesId, Series> known = series.ToDictionary(one => one.Id);
        _ids = [.. known.Keys];
        _shard = new DetectionShard(new ShardOptions { MaxSeries = SeriesCount }, known.GetValueOrDefault);
        for (int round = 0; round < WarmRounds; round++)
        {
            ShardRound();
            DetectorSample();
        }
    }

    [Benchmark]
    public Verdict DetectorSample()
    {
        _timeNs += 10 * Clock.NsPerSecond;
        return _detector.Score(_timeNs, _values[_next++ & (_values.Length - 1)]);
    }

    [Benchmark(OperationsPerInvoke = SeriesCount)]
    public int ShardRound()
    {
        _timeNs += 10 * Clock.NsPerSecond;
        foreach (SeriesId id in _ids)
        {
            _shard.Score(new Sample(id, _timeNs, _values[_next++ & (_values.Length - 1)]), _timeNs, _changes);
        }

        return _changes.Count;
    }
}
