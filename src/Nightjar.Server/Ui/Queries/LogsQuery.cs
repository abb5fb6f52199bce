using System.Diagnostics.CodeAnalysis;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Core.Telemetry.Patterns;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ui.Queries;

/// <summary>
/// Lines, their patterns and their number over time, for pages and API. Off the caller's thread, and two reads at a time: many open pages then cost time, and
/// not the memory of all of them at once.
/// </summary>
public sealed class LogsQuery(LogStore store, PatternBook patterns) : IDisposable
{
    // A search of rare words in all that is kept takes seconds; a short one passes beside it.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>False until the first line has come.</summary>
    public bool HasLines => store.Streams.Services.Count > 0;

    /// <summary>Reads the text of a search box; its patterns become the signatures that they have now.</summary>
    /// <param name="text">As <see cref="LogSearch"/> says; null for all lines.</param>
    /// <param name="range">Of when.</param>
    /// <param name="query">What it asks for.</param>
    /// <param name="problem">Why it asks for nothing.</param>
    public bool TryRead(string? text, TimeRange range, [NotNullWhen(true)] out LogQuery? query, [NotNullWhen(false)] out string? problem)
    {
        query = null;
        if (!LogSearch.TryParse(text ?? "", out LogSearch search, out problem))
        {
            return false;
        }

        query = new LogQuery(range, search)
        {
            Signatures = search.Conditions.Where(condition => condition is { Kind: LogConditionKind.Pattern, IsNegated: false }).Select(SignaturesOf)
                .Aggregate((IEnumerable<(int, int)>?)null, (all, one) => all?.Intersect(one) ?? one)?.ToList(),
            NotSignatures = [.. search.Conditions.Where(condition => condition is { Kind: LogConditionKind.Pattern, IsNegated: true }).SelectMany(SignaturesOf)],
        };
        return true;
    }

    /// <summary>The newest lines, at most <paramref name="limit"/>.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">The store cannot be read.</exception>
    public Task<LogPage> SearchAsync(LogQuery query, int limit, CancellationToken cancellation) =>
        InTurnAsync(() => store.Search(query, limit, cancellation), cancellation);

    /// <summary>The patterns of the lines, most frequent first; their counts add up to the lines.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">The store cannot be read.</exception>
    public Task<IReadOnlyList<PatternLines>> PatternsAsync(LogQuery query, CancellationToken cancellation) => InTurnAsync(() => Patterns(query, cancellation), cancellation);

    /// <summary>The number of lines by time and level.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">The store cannot be read.</exception>
    public Task<LogHistogram> HistogramAsync(LogQuery query, CancellationToken cancellation)
    {
        long stepNs = LogHistogram.StepFor(query.Range);
        return InTurnAsync(() => new LogHistogram(query.Range, stepNs, store.CountByTime(query, stepNs, cancellation)), cancellation);
    }

    /// <summary>What differs between two ranges, what is new first.</summary>
    /// <param name="query">Which lines, and the later range.</param>
    /// <param name="before">The range it is compared with.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Nightjar.Storage.StorageException">The store cannot be read.</exception>
    public Task<IReadOnlyList<PatternChange>> DiffAsync(LogQuery query, TimeRange before, CancellationToken cancellation) => InTurnAsync(
        () => PatternChange.Between(
            Patterns(query with { Range = before }, cancellation), before.Duration, Patterns(query, cancellation), query.Range.Duration),
        cancellation);

    /// <summary>The id of the pattern that a line belongs to, as a search knows it: <c>service.pattern</c>.</summary>
    public string PatternOf(LogEntry line) => PatternLines.IdOf(line.Stream.Service.Id, patterns.PatternIdOf(line.Stream.Service.Id, line.Signature));

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    private IEnumerable<(int Service, int Signature)> SignaturesOf(LogCondition condition) =>
        patterns.SignaturesOf(condition.Service, condition.Pattern).Select(signature => (condition.Service, signature));

    private IReadOnlyList<PatternLines> Patterns(LogQuery query, CancellationToken cancellation)
    {
        Dictionary<int, string> services = store.Streams.Services.ToDictionary(service => service.Id, service => service.Name);
        return
        [
            .. store.CountBySignature(query, cancellation)
                .GroupBy(count => (count.Service, Pattern: patterns.PatternIdOf(count.Service, count.Signature)))
                .Select(group =>
                {
                    LogPattern pattern = patterns.PatternOf(group.Key.Service, group.Key.Pattern);
                    return new PatternLines(
                        PatternLines.IdOf(group.Key.Service, group.Key.Pattern),
                        services.GetValueOrDefault(group.Key.Service, ""),
                        pattern.Template,
                        pattern.Example,
                        group.Max(count => count.Severity),
                        group.Sum(count => count.Count),
                        group.Min(count => count.FirstNs),
                        group.Max(count => count.LastNs));
                })
                .OrderByDescending(lines => lines.Count).ThenBy(lines => lines.Id, StringComparer.Ordinal),
        ];
    }

    private async Task<T> InTurnAsync<T>(Func<T> read, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return await Task.Run(read, cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }
}
