using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Storage.State;

namespace Nightjar.Server.Correlation;

/// <summary>
/// Brings saved anomalies to the grain of their root entity, and reminds the grains that have open incidents that time passes. Once
/// Detection is restored it reads what was open from the store, so that nothing said while stopping is lost.
/// </summary>
internal sealed partial class CorrelationDispatcher : BackgroundService
{
    private readonly AnomalyFeed _anomalies;
    private readonly DetectionStatus _detection;
    private readonly StateStore _state;
    private readonly IGrainFactory _grains;
    private readonly CorrelationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CorrelationDispatcher> _log;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Counter<long> _failures;

    public CorrelationDispatcher(
        AnomalyFeed anomalies,
        DetectionStatus detection,
        StateStore state,
        IGrainFactory grains,
        IOptions<CorrelationOptions> options,
        TimeProvider time,
        IMeterFactory meters,
        ILogger<CorrelationDispatcher> log)
    {
        _anomalies = anomalies;
        _detection = detection;
        _state = state;
        _grains = grains;
        _options = options.Value;
        _time = time;
        _log = log;
        Meter meter = meters.Create(SelfMeter.Name);
        _failures = meter.CreateCounter<long>("nightjar.correlation.failures", "{call}", "Calls of an incident grain that failed.");
        meter.CreateObservableGauge("nightjar.correlation.roots.open", () => _open.Count, "{entity}", "Hosts and services with an open incident.");
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        bool resumed = false;
        using PeriodicTimer timer = new(_options.TickInterval, _time);
        Task<bool> tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        Task<bool> more = _anomalies.Saved.WaitToReadAsync(stoppingToken).AsTask();
        while (true)
        {
            // Until Detection is restored it is not known which stored anomalies are open; what its replay says is taken meanwhile.
            if (!resumed && !_detection.Now.IsRestoring)
            {
                resumed = true;
                await ResumeAsync(stoppingToken);
            }

            await Task.WhenAny(more, tick);
            if (tick.IsCompleted)
            {
                await tick;
                await TickAsync();
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }

            if (more.IsCompleted)
            {
                if (!await more)
                {
                    return;
                }

                while (_anomalies.Saved.TryRead(out IReadOnlyList<Anomaly>? saved))
                {
                    await ObserveAsync(saved);
                }

                more = _anomalies.Saved.WaitToReadAsync(stoppingToken).AsTask();
            }
        }
    }

    private async Task ResumeAsync(CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<Incident> incidents = await _state.IncidentsAsync(
                new IncidentFilter { States = [IncidentState.Open, IncidentState.Acknowledged], Limit = int.MaxValue }, cancellation);
            List<Anomaly> newest = [.. await _state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true, Limit = int.MaxValue }, cancellation)];
            foreach (Anomaly known in incidents.SelectMany(incident => incident.Anomalies).Where(anomaly => anomaly.EndNs is null))
            {
                if (await _state.AnomalyAsync(known.Id, cancellation) is { EndNs: not null } closed)
                {
                    newest.Add(closed);
                }
            }

            _open.UnionWith(incidents.Select(incident => incident.Entity.Value));
            await ObserveAsync(newest);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            LogResumeFailed(failure);
        }
    }

    private async Task ObserveAsync(IReadOnlyList<Anomaly> anomalies)
    {
        foreach (IGrouping<EntityId, Anomaly> ofRoot in anomalies.GroupBy(anomaly => EntityRules.RootOf(anomaly.Series).Id))
        {
            try
            {
                await _grains.GetGrain<IIncidentGrain>(ofRoot.Key.Value).ObserveAsync(new AnomalyNews([.. ofRoot.OrderBy(anomaly => anomaly.StartNs)]));
                _open.Add(ofRoot.Key.Value);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // One entity's fault must not hold up the others; its next record brings the anomaly again.
                _failures.Add(1);
                LogRootFailed(failure, ofRoot.Key.Value);
            }
        }
    }

    private async Task TickAsync()
    {
        foreach (string root in _open.ToArray())
        {
            try
            {
                if (!await _grains.GetGrain<IIncidentGrain>(root).TickAsync())
                {
                    _open.Remove(root);
                }
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                _failures.Add(1);
                LogRootFailed(failure, root);
            }
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "The incidents of {Root} could not be brought up to date; its next anomaly or tick tries again.")]
    private partial void LogRootFailed(Exception failure, string root);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "Open incidents could not be read; they are taken up again with their next anomaly.")]
    private partial void LogResumeFailed(Exception failure);
}
