using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion;

/// <summary>
/// Finds the entities that new series and streams of logs are about and keeps them in the state store, and forgets those that no series is about any more.
/// Costs nothing while no series is new. What could not be saved is tried again with the next look.
/// </summary>
public sealed partial class EntityRegistry : BackgroundService
{
    // Entities in one transaction, so that a start with a million series does not hold the store for long.
    private const int MostInOneSave = 5_000;

    // All series are looked through (about 3 s for a million), and retention, which drops them, counts in days.
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(1);

    private readonly TelemetryStore _telemetry;
    private readonly LogStore _logs;
    private readonly StateStore _state;
    private readonly EntitiesOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EntityRegistry> _log;
    private readonly Counter<long> _refusals;
    private readonly Dictionary<EntityId, Entity> _known = [];
    private readonly Dictionary<EntityId, Entity> _unsaved = [];
    private bool _loaded;
    private long _refused;
    private int _count;

    public EntityRegistry(
        TelemetryStore telemetry, LogStore logs, StateStore state, IOptions<EntitiesOptions> options, TimeProvider time, IMeterFactory meters,
        ILogger<EntityRegistry> log)
    {
        _telemetry = telemetry;
        _logs = logs;
        _state = state;
        _options = options.Value;
        _time = time;
        _log = log;
        Meter meter = meters.Create(SelfMeter.Name);
        _refusals = meter.CreateCounter<long>("nightjar.entities.refused", "{series}", "Series whose entity was beyond entities.maxEntities.");
        meter.CreateObservableGauge("nightjar.entities.count", () => Count, "{entity}", "Entities known.");
    }

    /// <summary>Entities known.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Series whose entity was beyond the bound.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Looks for new series once and saves what they are about. One caller at a time.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        if (!_loaded)
        {
            foreach (Entity entity in await _state.EntitiesAsync(cancellation))
            {
                _known[entity.Id] = entity;
            }

            _loaded = true;
        }

        while (_telemetry.Catalog.TryTakeNew(out SeriesEntry entry))
        {
            Take(entry.Series.Labels);
            if (_unsaved.Count >= MostInOneSave)
            {
                await SaveAsync(cancellation);
            }
        }

        while (_logs.Streams.TryTakeNew(out LogStream? stream))
        {
            Take(stream.Labels);
        }

        await SaveAsync(cancellation);
        Volatile.Write(ref _count, _known.Count);
    }

    /// <summary>
    /// Forgets entities without series, so that they do not fill the bound for ever. A series that comes meanwhile brings its entity
    /// back with the next look. O(series). One caller at a time, after <see cref="LookAsync"/>.
    /// </summary>
    internal async Task ForgetAsync(CancellationToken cancellation)
    {
        HashSet<EntityId> alive = [];
        foreach (SeriesEntry entry in _telemetry.Catalog.All)
        {
            cancellation.ThrowIfCancellationRequested();
            alive.UnionWith(EntityRules.Of(entry.Series.Labels).Select(entity => entity.Id));
        }

        alive.UnionWith(_logs.Streams.All.SelectMany(stream => EntityRules.Of(stream.Labels)).Select(entity => entity.Id));
        foreach (EntityId[] gone in _known.Keys.Where(id => !alive.Contains(id)).Chunk(MostInOneSave).ToList())
        {
            await _state.ForgetEntitiesAsync(gone, cancellation);
            Array.ForEach(gone, id => _known.Remove(id));
        }

        Volatile.Write(ref _count, _known.Count);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        DateTimeOffset forgetAt = _time.GetUtcNow() + ForgetInterval;
        using PeriodicTimer timer = new(_options.Interval, _time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
                if (_time.GetUtcNow() >= forgetAt)
                {
                    forgetAt = _time.GetUtcNow() + ForgetInterval;
                    await ForgetAsync(stoppingToken);
                }
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
            {
                LogSaveFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Take(Labels labels)
    {
        foreach (Entity entity in EntityRules.Of(labels))
        {
            bool known = _known.TryGetValue(entity.Id, out Entity? before);
            if (!known && _known.Count >= _options.MaxEntities)
            {
                Refuse(entity);
                return;
            }

            // One series may know less than another of the same entity: what it runs on, once known, is not forgotten.
            if (!known || (before?.RunsOn is null && entity.RunsOn is not null))
            {
                _known[entity.Id] = entity;
                _unsaved[entity.Id] = entity;
            }
        }
    }

    private void Refuse(Entity entity)
    {
        _refusals.Add(1);
        if (Interlocked.Increment(ref _refused) == 1)
        {
            LogBound(entity.Id.Value, _options.MaxEntities);
        }
    }

    private async Task SaveAsync(CancellationToken cancellation)
    {
        if (_unsaved.Count > 0)
        {
            await _state.SaveAsync(new StateChanges { Entities = [.. _unsaved.Values] }, cancellation);
            _unsaved.Clear();
        }
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Entities could not be saved or forgotten; it is tried again.")]
    private partial void LogSaveFailed(Exception failure);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning,
        Message = "{Entity} is not told apart: the limit of {MaxEntities} entities is reached. Drop labels with many values at the sender, or raise entities.maxEntities.")]
    private partial void LogBound(string entity, int maxEntities);
}
