using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Correlation;
using Nightjar.Storage.State;

namespace Nightjar.Server.Diagnosis;

/// <summary>
/// Makes findings of incidents as they change: the newest record of each counts, at most once in the interval, so that a storm of
/// changes costs one computation. Bounded by the number of open incidents.
/// </summary>
internal sealed partial class DiagnosisLoop : BackgroundService
{
    private readonly IncidentFeed _incidents;
    private readonly StateStore _state;
    private readonly ProcessReader _processes;
    private readonly DiagnosisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DiagnosisLoop> _log;
    private readonly Dictionary<string, Incident> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _computedNs = new(StringComparer.Ordinal);
    private readonly Histogram<double> _duration;

    public DiagnosisLoop(
        IncidentFeed incidents,
        StateStore state,
        ProcessReader processes,
        IOptions<DiagnosisOptions> options,
        TimeProvider time,
        IMeterFactory meters,
        ILogger<DiagnosisLoop> log)
    {
        _incidents = incidents;
        _state = state;
        _processes = processes;
        _options = options.Value;
        _time = time;
        _log = log;
        _duration = meters.Create(SelfMeter.Name).CreateHistogram<double>("nightjar.diagnosis.duration", "s", "Time to make the findings of one incident.");
    }

    /// <inheritdoc />
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _incidents.Close(); // or Correlation, which stops after us, would wait for a reader
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await ResumeAsync(stoppingToken);
        Task<bool> more = _incidents.Changed.WaitToReadAsync(stoppingToken).AsTask();
        while (true)
        {
            if (more.IsCompleted)
            {
                if (!await more)
                {
                    return;
                }

                while (_incidents.Changed.TryRead(out Incident? incident))
                {
                    _waiting[incident.Id] = incident;
                }

                more = _incidents.Changed.WaitToReadAsync(stoppingToken).AsTask();
            }

            await DiagnoseDueAsync(stoppingToken);
            Task pause = _waiting.Count == 0 ? more : Task.Delay(TimeSpan.FromSeconds(1), _time, stoppingToken);
            await Task.WhenAny(more, pause);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task ResumeAsync(CancellationToken cancellation)
    {
        try
        {
            IncidentFilter open = new() { States = [IncidentState.Open, IncidentState.Acknowledged], Limit = int.MaxValue };
            foreach (Incident incident in await _state.IncidentsAsync(open, cancellation))
            {
                _waiting[incident.Id] = incident;
            }
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            LogDiagnosisFailed(failure, "those open at the start");
        }
    }

    private async Task DiagnoseDueAsync(CancellationToken cancellation)
    {
        long nowNs = _time.NowNs();
        foreach (Incident incident in _waiting.Values.ToArray())
        {
            bool due = nowNs - _computedNs.GetValueOrDefault(incident.Id) >= _options.Interval.ToNs();
            if (!due)
            {
                continue;
            }

            _waiting.Remove(incident.Id);
            _computedNs[incident.Id] = nowNs;
            await DiagnoseAsync(incident, nowNs, cancellation);
            if (incident.State == IncidentState.Resolved)
            {
                _computedNs.Remove(incident.Id);
            }
        }
    }

    private async Task DiagnoseAsync(Incident incident, long nowNs, CancellationToken cancellation)
    {
        long started = _time.GetTimestamp();
        try
        {
            long untilNs = incident.ResolvedNs is null ? nowNs : incident.Anomalies.Max(anomaly => anomaly.LastNs);
            Findings findings = SuspectRanking.Rank(incident, _processes.Rises(incident, untilNs, cancellation), nowNs);
            await _state.SaveAsync(new StateChanges { Findings = [findings] }, cancellation);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            LogDiagnosisFailed(failure, incident.Id);
        }

        _duration.Record(_time.GetElapsedTime(started).TotalSeconds);
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "No new findings for incident {Incident}; its next change tries again.")]
    private partial void LogDiagnosisFailed(Exception failure, string incident);
}
