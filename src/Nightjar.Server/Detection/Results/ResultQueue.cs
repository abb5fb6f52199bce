using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Server.Detection.Results;

/// <summary>
/// Results that wait to be sent. Bounded: scoring never waits for a receiver, so the oldest are dropped and counted. Thread-safe.
/// </summary>
internal sealed class ResultQueue
{
    private readonly RemoteWriteOptions _options;
    private readonly Channel<SeriesResult> _waiting;
    private readonly IReadOnlyList<LabelMatcher>[] _selectors;
    private readonly Counter<long> _dropped;
    private readonly long _startedNs;

    public ResultQueue(IOptions<ResultsOptions> options, TimeProvider time, IMeterFactory meters)
    {
        _startedNs = time.NowNs();
        _options = options.Value.RemoteWrite;
        _selectors = [.. _options.Match.Select(selector =>
            ExpressionParser.TryParseSelector(selector, out IReadOnlyList<LabelMatcher>? matchers, out _) ? matchers : [])]; // checked at start
        Meter meter = meters.Create(SelfMeter.Name);
        _dropped = meter.CreateCounter<long>("nightjar.detection.results.dropped", "{result}", "Results that were not sent, by reason.");
        _waiting = Channel.CreateBounded<SeriesResult>(
            new BoundedChannelOptions(_options.QueuedResults) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest }, _ => CountDropped("queue_full", 1));
        meter.CreateObservableGauge("nightjar.detection.results.queued", () => _waiting.Reader.Count, "{result}", "Results that wait to be sent.");
        meter.CreateObservableGauge("nightjar.detection.results.queue_limit", () => _options.QueuedResults, "{result}", "Most results that may wait.");
    }

    /// <summary>Those that wait, each series in ascending time. Single reader.</summary>
    public ChannelReader<SeriesResult> Waiting => _waiting.Reader;

    /// <summary>The results of one shard.</summary>
    public ShardResults OfShard() => new(this, _startedNs);

    /// <summary>Adds one; the oldest makes room for it.</summary>
    public void Add(in SeriesResult result) => _waiting.Writer.TryWrite(result);

    /// <summary>Counts what is given up.</summary>
    public void CountDropped(string reason, int results) => _dropped.Add(results, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Takes the verdicts of a series, or null when nobody wants its results.</summary>
    public SeriesTap? TapOf(Labels scored, ShardResults shard)
    {
        // What is sent may come back by a remote write of the receiver: results of results would go round for ever.
        bool wanted = _options.Url is not null
            && !Core.Detection.ResultMetric.TryParse(scored.Name, out _)
            && (_selectors.Length == 0 || Array.Exists(_selectors, matchers => matchers.All(matcher => matcher.Fits(scored[matcher.Name] ?? ""))));
        return wanted ? new SeriesTap(scored, _options.Interval.ToNs(), shard) : null;
    }
}
