using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Nightjar.Server.Ingestion;

/// <summary>
/// What came in and what was refused, by source: behind the Sources page, the API and /metrics. Bounded: beyond
/// <see cref="MaxSources"/> names the rest is counted together under <see cref="Rest"/>.
/// </summary>
public sealed class SourceLedger
{
    /// <summary>Most sources told apart.</summary>
    public const int MaxSources = 1_000;

    /// <summary>The name under which sources beyond the bound are counted.</summary>
    public const string Rest = "other sources";

    private readonly ConcurrentDictionary<string, SourceTally> _tallies = new(StringComparer.Ordinal);
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _lines;
    private readonly Counter<long> _refused;

    public SourceLedger(IMeterFactory meters)
    {
        Meter meter = meters.Create(SelfMeter.Name);
        _accepted = meter.CreateCounter<long>("nightjar.ingestion.samples", "{sample}", "Samples made durable.");
        _lines = meter.CreateCounter<long>("nightjar.ingestion.log_records", "{record}", "Log records made durable.");
        _refused = meter.CreateCounter<long>("nightjar.ingestion.refused", "{sample}", "Samples, log records or requests refused, by reason.");
    }

    /// <summary>All sources, by name.</summary>
    public IReadOnlyList<SourceTally> Sources => [.. _tallies.Values.OrderBy(tally => tally.Source, StringComparer.Ordinal)];

    /// <summary>Adds what became of a batch.</summary>
    public void Record(SampleBatch batch, long nowNs) => Record(batch.Source, batch.Accepted, batch.Refusals, nowNs);

    /// <summary>Adds a request that held no readable batch (wrong content type, broken snappy).</summary>
    public void Record(string source, long accepted, Refusals refusals, long nowNs)
    {
        _accepted.Add(accepted);
        Count(source, accepted, refusals, nowNs);
    }

    /// <summary>Adds what became of log records.</summary>
    public void RecordLines(string source, long accepted, Refusals refusals, long nowNs)
    {
        _lines.Add(accepted);
        Count(source, accepted, refusals, nowNs);
    }

    /// <summary>A source that is asked by us, such as a scraped target, did not answer; or null: it answered, and an error before is over.</summary>
    public void NoteError(string source, string? error, long nowNs) => Tally(source).NoteError(error, nowNs);

    private void Count(string source, long accepted, Refusals refusals, long nowNs)
    {
        Tally(source).Add(accepted, refusals, nowNs);
        foreach ((RefusalReason reason, long count, _) in refusals.ByReason())
        {
            _refused.Add(count, new KeyValuePair<string, object?>("reason", reason.ToLabel()));
        }
    }

    private SourceTally Tally(string source)
    {
        if (!_tallies.TryGetValue(source, out SourceTally? tally))
        {
            string name = _tallies.Count < MaxSources ? source : Rest;
            tally = _tallies.GetOrAdd(name, static key => new SourceTally(key));
        }

        return tally;
    }
}
