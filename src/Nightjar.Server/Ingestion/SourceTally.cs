namespace Nightjar.Server.Ingestion;

/// <summary>The account of one source. Thread-safe.</summary>
public sealed class SourceTally(string source)
{
    // The shown rate is the mean over about a minute.
    private const double RateHorizonSeconds = 60;

    private readonly Lock _lock = new();
    private readonly Dictionary<RefusalReason, (long Count, string Sentence)> _refused = [];
    private double _rate;
    private long _rateNs;

    /// <summary>Its name.</summary>
    public string Source { get; } = source;

    /// <summary>Samples made durable since the start.</summary>
    public long Accepted { get; private set; }

    /// <summary>When it last sent anything, ns since 1970 UTC.</summary>
    public long LastSeenNs { get; private set; }

    /// <summary>Why the source does not answer just now, in a sentence, and since when; null for one that answers or that sends by itself.</summary>
    public (string Sentence, long SinceNs)? Error { get; private set; }

    /// <summary>Refusals since the start, by reason, with the newest sentence of each.</summary>
    public IReadOnlyDictionary<RefusalReason, (long Count, string Sentence)> Refused
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<RefusalReason, (long, string)>(_refused);
            }
        }
    }

    /// <summary>Samples a second, an exponential mean over about a minute.</summary>
    public double Rate(long nowNs)
    {
        lock (_lock)
        {
            double silentSeconds = Math.Max(0, (nowNs - _rateNs) / 1e9);
            return _rate * Math.Exp(-silentSeconds / RateHorizonSeconds);
        }
    }

    internal void NoteError(string? error, long nowNs)
    {
        lock (_lock)
        {
            Error = error is null ? null : (error, Error?.SinceNs ?? nowNs);
        }
    }

    internal void Add(long accepted, Refusals refusals, long nowNs)
    {
        lock (_lock)
        {
            double seconds = _rateNs == 0 ? 0 : Math.Max(0, (nowNs - _rateNs) / 1e9);
            _rate = (_rate * Math.Exp(-seconds / RateHorizonSeconds)) + (accepted / RateHorizonSeconds);
            _rateNs = nowNs;
            Accepted += accepted;
            LastSeenNs = nowNs;
            foreach ((RefusalReason reason, long count, string sentence) in refusals.ByReason())
            {
                _refused[reason] = (_refused.GetValueOrDefault(reason).Count + count, sentence);
            }
        }
    }
}
