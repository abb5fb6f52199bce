using System.Text;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// Groups log messages into patterns as they come, one by one. A message is cut into tokens, its values are masked, and the hash of the
/// row is looked up: that is all for a message of a known form (O(bytes), no allocation). An unknown row is looked up with each known
/// set of open positions; only when that fails too it becomes a new signature, and is compared with its like to find what varies.
/// A message gets a signature id that is never rewritten; which pattern a signature belongs to may change when patterns join.
/// A hash is trusted without a look at the tokens: a message of a new form is taken for one of 4,096 signatures with a probability of at
/// most 1.4e-14 (65 look-ups of 64 bits), which at a million new forms a second is one message in two years. The same messages in the
/// same order give the same ids.
/// Not thread-safe.
/// </summary>
public sealed class PatternMiner
{
    /// <summary>Bytes of a message that are looked at.</summary>
    public const int MaxMessageBytes = 4_096;

    /// <summary>The id of what is unclassified.</summary>
    public const int Unclassified = 0;

    private readonly MessageTokens _tokens = new();
    private readonly SignatureStore _store;
    private readonly SignatureLearner _learner;

    /// <param name="limits">What it may hold.</param>
    public PatternMiner(PatternMinerLimits? limits = null)
    {
        limits ??= new PatternMinerLimits();
        _store = new SignatureStore(limits.MaxSignatures);
        _learner = new SignatureLearner(_store, limits.MaxCandidates);
    }

    /// <summary>Messages taken: the counts of <see cref="Patterns"/> add up to it.</summary>
    public long Lines { get; private set; }

    /// <summary>Signatures held.</summary>
    public int SignatureCount => _store.Count;

    /// <summary>The highest signature id given; 0 before the first.</summary>
    public int LastSignature => _store.LastId;

    /// <summary>All patterns, the oldest first, and behind them the unclassified when there is any. O(bytes of all templates).</summary>
    public IEnumerable<LogPattern> Patterns
    {
        get
        {
            IEnumerable<LogPattern> known = _store.Patterns.OrderBy(pattern => pattern.Id).Select(View);
            return _store.ForgottenLines > 0 ? known.Append(PatternOf(Unclassified)) : known;
        }
    }

    /// <summary>Takes a message and counts it.</summary>
    /// <param name="message">UTF-8, without its header; anything else is taken too.</param>
    /// <returns>The signature id.</returns>
    public int Add(ReadOnlySpan<byte> message) // hot
    {
        message = message[..Math.Min(message.Length, MaxMessageBytes)];
        Lines++;
        _tokens.Read(message);
        if (_store.TryFind(_tokens.Hashes, out Signature? signature))
        {
            signature.Text.Narrow(message, _tokens.FirstPieces, _tokens.Pieces);
        }
        else
        {
            signature = _learner.Learn(_tokens, message, Lines);
        }

        signature.Pattern.CountLine(Lines);
        return signature.Id;
    }

    /// <summary>The pattern that a signature belongs to now; the unclassified when it is not known (any more). O(bytes of its template).</summary>
    public LogPattern PatternOf(int signature) => _store.TryGetPattern(signature, out Pattern? pattern)
        ? View(pattern)
        : new LogPattern(Unclassified, "unclassified", _store.ForgottenLines, "", 0, 0);

    /// <summary>The id of the pattern that a signature belongs to now. O(1).</summary>
    public int PatternIdOf(int signature) => _store.TryGetPattern(signature, out Pattern? pattern) ? pattern.Id : Unclassified;

    /// <summary>The signatures that a pattern's lines were given, the pattern's own id among them; none for one that is not known.</summary>
    public IReadOnlyList<int> SignaturesOf(int pattern) => _store.TryGetPattern(pattern, out Pattern? known) ? [.. known.Ids] : [];

    /// <summary>Gives no id up to this one any more: lines that bear it were stored by a miner whose end was not saved.</summary>
    public void SkipTo(int signature) => _store.LastId = Math.Max(_store.LastId, signature);

    /// <summary>All that is learnt, as bytes: a miner made of them gives the same ids. About 1 KB a signature.</summary>
    public byte[] Save() => PatternMinerSnapshot.Write(Lines, _store);

    /// <summary>A miner that goes on where another was saved. O(bytes).</summary>
    /// <param name="content">As <see cref="Save"/> wrote it.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="miner">The miner; one that knows nothing when the content cannot be used.</param>
    /// <param name="problem">Why it cannot.</param>
    public static bool TryRestore(ReadOnlySpan<byte> content, PatternMinerLimits? limits, out PatternMiner miner, out string? problem)
    {
        miner = new PatternMiner(limits);
        if (!PatternMinerSnapshot.TryRead(content, miner._store, out long lines, out problem))
        {
            return false;
        }

        miner.Lines = lines;
        miner._learner.NoteAll();
        return true;
    }

    private static LogPattern View(Pattern pattern) => new(
        pattern.Id,
        TemplateText.Of(pattern),
        pattern.Count,
        Encoding.UTF8.GetString(pattern.Example),
        pattern.FirstLine,
        pattern.LastLine);
}
