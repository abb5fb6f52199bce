using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.State;

/// <summary>Entities, anomalies, incidents, findings, rules and feedback: EF Core on SQLite (<c>state.db</c>, WAL). Thread-safe.</summary>
/// <remarks>One writer at a time; readers go beside it and see the last commit. A failure of the disk is a <see cref="StorageException"/>.</remarks>
public sealed class StateStore : IDisposable
{
    /// <summary>The file in the data directory.</summary>
    public const string FileName = "state.db";

    // Records deleted in one transaction: few enough (about 10 ms) that a stage which saves does not wait noticeably for housekeeping.
    private const int ForgetBatch = 1_000;

    private readonly string _path;
    private readonly PooledDbContextFactory<StateContext> _contexts;
    private readonly SemaphoreSlim _writer = new(1, 1);

    private StateStore(string path, PooledDbContextFactory<StateContext> contexts)
    {
        _path = path;
        _contexts = contexts;
    }

    /// <summary>Opens or creates the store and brings its tables up to date.</summary>
    /// <exception cref="StorageException">Written by a newer version, or unreadable.</exception>
    public static StateStore Open(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            Directory.CreateDirectory(directory);
            PooledDbContextFactory<StateContext> contexts = new(StateConnection.Options(path));
            using StateContext state = contexts.CreateDbContext();
            StateMigration.BringUpToDate(state, path);
            return new StateStore(path, contexts);
        }
        catch (Exception failure) when (StateFailure.Is(failure))
        {
            throw StateFailure.ToStorageException(path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data directory {directory} cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Inserts or replaces records by their id, in one durable transaction. Of two records with one id the last is kept.</summary>
    /// <exception cref="StorageException">Nothing of it was kept: the disk is full or failing.</exception>
    public Task SaveAsync(StateChanges changes, CancellationToken cancellation) =>
        WriteAsync(
            async state =>
            {
                await PutAsync(state, changes.Entities.Select(EntityRow.From), cancellation);
                await PutAsync(state, changes.Anomalies.Select(AnomalyRow.From), cancellation);
                await PutAsync(state, changes.Incidents.Select(IncidentRow.From), cancellation);
                await PutAsync(state, changes.Findings.Select(FindingsRow.From), cancellation);
                await PutAsync(state, changes.Rules.Select(RuleRow.From), cancellation);
                await PutAsync(state, changes.Feedback.Select(FeedbackRow.From), cancellation);
                return await state.SaveChangesAsync(cancellation);
            },
            cancellation);

    /// <summary>All entities, by id.</summary>
    public Task<IReadOnlyList<Entity>> EntitiesAsync(CancellationToken cancellation) =>
        ReadAsync<Entity>(state => state.Entities.OrderBy(row => row.Id), cancellation);

    /// <summary>Anomalies, newest start first.</summary>
    public Task<IReadOnlyList<Anomaly>> AnomaliesAsync(AnomalyFilter filter, CancellationToken cancellation) =>
        ReadAsync<Anomaly>(
            state => StateQueries.Matching(state.Anomalies, filter)
                .OrderByDescending(row => row.StartNs).ThenBy(row => row.Id).Take(Math.Max(0, filter.Limit)),
            cancellation);

    /// <summary>One anomaly, or null.</summary>
    public Task<Anomaly?> AnomalyAsync(string id, CancellationToken cancellation) =>
        FindAsync<Anomaly>(state => state.Anomalies.Where(row => row.Id == id), cancellation);

    /// <summary>Incidents, newest start first.</summary>
    public Task<IReadOnlyList<Incident>> IncidentsAsync(IncidentFilter filter, CancellationToken cancellation) =>
        ReadAsync<Incident>(
            state => StateQueries.Matching(state.Incidents, filter)
                .OrderByDescending(row => row.StartNs).ThenBy(row => row.Id).Take(Math.Max(0, filter.Limit)),
            cancellation);

    /// <summary>One incident, or null.</summary>
    public Task<Incident?> IncidentAsync(string id, CancellationToken cancellation) =>
        FindAsync<Incident>(state => state.Incidents.Where(row => row.Id == id), cancellation);

    /// <summary>What Diagnosis last said of an incident, or null.</summary>
    public Task<Findings?> FindingsAsync(string incidentId, CancellationToken cancellation) =>
        FindAsync<Findings>(state => state.Findings.Where(row => row.Id == incidentId), cancellation);

    /// <summary>What Diagnosis last said of each of some incidents; those it has not spoken of are absent.</summary>
    public Task<IReadOnlyList<Findings>> FindingsAsync(IReadOnlyCollection<string> incidentIds, CancellationToken cancellation) =>
        ReadAsync<Findings>(state => state.Findings.Where(row => incidentIds.Contains(row.Id)), cancellation);

    /// <summary>All rules that people made, in no order.</summary>
    public Task<IReadOnlyList<SavedRule>> RulesAsync(CancellationToken cancellation) => ReadAsync<SavedRule>(state => state.Rules, cancellation);

    /// <summary>All words on anomalies, in no order; those on anomalies that are forgotten, too.</summary>
    public Task<IReadOnlyList<Feedback>> FeedbackAsync(CancellationToken cancellation) => ReadAsync<Feedback>(state => state.Feedback, cancellation);

    /// <summary>Deletes a rule. False when there is none.</summary>
    public async Task<bool> RemoveRuleAsync(string id, CancellationToken cancellation) =>
        await WriteAsync(state => state.Rules.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation), cancellation) > 0;

    /// <summary>Deletes the word on an anomaly. False when there is none.</summary>
    public async Task<bool> RemoveFeedbackAsync(string anomalyId, CancellationToken cancellation) =>
        await WriteAsync(state => state.Feedback.Where(row => row.Id == anomalyId).ExecuteDeleteAsync(cancellation), cancellation) > 0;

    /// <summary>
    /// Deletes closed anomalies and resolved incidents that ended before a time, an incident with its findings. Goes in batches and
    /// lets other writers in between; when it is cancelled, what is deleted stays deleted.
    /// </summary>
    public async Task ForgetAsync(long endedBeforeNs, CancellationToken cancellation)
    {
        while (await WriteAsync(state => ForgetAnomaliesAsync(state, endedBeforeNs, cancellation), cancellation) == ForgetBatch)
        {
        }

        while (await WriteAsync(state => ForgetIncidentsAsync(state, endedBeforeNs, cancellation), cancellation) == ForgetBatch)
        {
        }
    }

    /// <summary>Forgets entities, in one transaction.</summary>
    public Task ForgetEntitiesAsync(IReadOnlyCollection<EntityId> entities, CancellationToken cancellation)
    {
        List<string> ids = [.. entities.Select(entity => entity.Value)];
        return WriteAsync(state => state.Entities.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellation), cancellation);
    }

    /// <summary>
    /// Reads the whole file and reports what is wrong with it, in the sentences of SQLite's <c>integrity_check</c> (at most 100);
    /// an empty list means sound. O(bytes of the file).
    /// </summary>
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await using StateContext state = await _contexts.CreateDbContextAsync(cancellation);
            List<string> lines = await state.Database.SqlQueryRaw<string>("PRAGMA integrity_check(100)").ToListAsync(cancellation);
            return [.. lines.Where(line => line != "ok").Select(line => new CheckFinding(_path, $"{line}: restore it from a backup.", LosesSamples: false))];
        }
        catch (Exception failure) when (StateFailure.Is(failure))
        {
            return [new CheckFinding(_path, StateFailure.ToStorageException(_path, failure).Message, LosesSamples: false)];
        }
    }

    /// <summary>Closes the file; the log is folded into it.</summary>
    public void Dispose()
    {
        _writer.Dispose();

        // SQLite folds the log in when the last connection closes, and the pool would keep some open.
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = _path }.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static async Task PutAsync<TRow>(StateContext state, IEnumerable<TRow> rows, CancellationToken cancellation)
        where TRow : StoredRecord
    {
        Dictionary<string, TRow> last = [];
        foreach (TRow row in rows)
        {
            last[row.Id] = row;
        }

        if (last.Count == 0)
        {
            return;
        }

        List<string> ids = [.. last.Keys];
        HashSet<string> known = [.. await state.Set<TRow>().Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellation)];
        foreach (TRow row in last.Values)
        {
            state.Entry(row).State = known.Contains(row.Id) ? EntityState.Modified : EntityState.Added;
        }
    }

    private static async Task<int> ForgetAnomaliesAsync(StateContext state, long endedBeforeNs, CancellationToken cancellation)
    {
        List<string> ids = await state.Anomalies.Where(row => row.EndNs < endedBeforeNs)
            .OrderBy(row => row.EndNs).Select(row => row.Id).Take(ForgetBatch).ToListAsync(cancellation);
        await state.Anomalies.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        return ids.Count;
    }

    private static async Task<int> ForgetIncidentsAsync(StateContext state, long endedBeforeNs, CancellationToken cancellation)
    {
        List<string> ids = await state.Incidents.Where(row => row.ResolvedNs < endedBeforeNs)
            .OrderBy(row => row.ResolvedNs).Select(row => row.Id).Take(ForgetBatch).ToListAsync(cancellation);
        await state.Findings.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        await state.Incidents.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        return ids.Count;
    }

    private async Task<int> WriteAsync(Func<StateContext, Task<int>> work, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            await using StateContext state = await _contexts.CreateDbContextAsync(cancellation);
            await using var transaction = await state.Database.BeginTransactionAsync(cancellation);
            int count = await work(state);
            await transaction.CommitAsync(cancellation);
            return count;
        }
        catch (Exception failure) when (StateFailure.Is(failure))
        {
            throw StateFailure.ToStorageException(_path, failure);
        }
        finally
        {
            _writer.Release();
        }
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(Func<StateContext, IQueryable<StoredRecord>> query, CancellationToken cancellation)
        where T : class
    {
        try
        {
            await using StateContext state = await _contexts.CreateDbContextAsync(cancellation);
            List<string> records = await query(state).Select(row => row.Record).ToListAsync(cancellation);
            return records.ConvertAll(RecordJson.Read<T>);
        }
        catch (Exception failure) when (StateFailure.Is(failure))
        {
            throw StateFailure.ToStorageException(_path, failure);
        }
    }

    private async Task<T?> FindAsync<T>(Func<StateContext, IQueryable<StoredRecord>> query, CancellationToken cancellation)
        where T : class
    {
        IReadOnlyList<T> found = await ReadAsync<T>(query, cancellation);
        return found.Count > 0 ? found[0] : null;
    }
}
