using Microsoft.Extensions.Options;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;

namespace Nightjar.Server.Correlation;

/// <summary>An <see cref="IncidentBook"/> with one caller at a time, read from the store when it awakes and written through at each change.</summary>
internal sealed class IncidentGrain(StateStore state, IncidentFeed stream, IOptions<CorrelationOptions> options, TimeProvider time)
    : Grain, IIncidentGrain
{
    // Newest first. Incidents of a root follow one another, so that one with an anomaly still open is among the last few.
    private const int ResolvedLookedAt = 100;

    private readonly CorrelationRules _rules = options.Value.ToRules();
    private IncidentBook? _book;

    private IncidentBook Book => _book ?? throw new InvalidOperationException("A grain is called only after its activation.");

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        EntityId root = new(this.GetPrimaryKeyString());
        long nowNs = time.NowNs();
        IReadOnlyList<Incident> open = await state.IncidentsAsync(
            new IncidentFilter { Entity = root, States = [IncidentState.Open, IncidentState.Acknowledged] }, cancellationToken);
        IReadOnlyList<Incident> resolved = await state.IncidentsAsync(
            new IncidentFilter
            {
                Entity = root,
                States = [IncidentState.Resolved],
                Limit = ResolvedLookedAt,
            },
            cancellationToken);
        _book = new IncidentBook(root, _rules, open.Concat(resolved.Where(incident => !IncidentRules.IsPast(incident, nowNs, _rules))));
    }

    /// <inheritdoc />
    public async Task ObserveAsync(AnomalyNews news)
    {
        Dictionary<string, Incident> changed = new(StringComparer.Ordinal);
        foreach (Anomaly anomaly in news.Anomalies)
        {
            if (Book.Observe(anomaly, time.NowNs()) is { } incident)
            {
                changed[incident.Id] = incident;
            }
        }

        await SaveAsync([.. changed.Values]);
    }

    /// <inheritdoc />
    public async Task<bool> TickAsync()
    {
        await SaveAsync(Book.Tick(time.NowNs()));
        return Book.HasOpen;
    }

    /// <inheritdoc />
    public Task<bool> AcknowledgeAsync(string id, string who) => SaveOneAsync(Book.Acknowledge(id, who, time.NowNs()));

    /// <inheritdoc />
    public Task<bool> ResolveAsync(string id, string who) => SaveOneAsync(Book.Resolve(id, who, time.NowNs()));

    private async Task<bool> SaveOneAsync(Incident? incident)
    {
        await SaveAsync(incident is null ? [] : [incident]);
        return incident is not null;
    }

    private async Task SaveAsync(IReadOnlyList<Incident> incidents)
    {
        if (incidents.Count == 0)
        {
            return;
        }

        try
        {
            await state.SaveAsync(new StateChanges { Incidents = [.. incidents] }, CancellationToken.None);
        }
        catch
        {
            // Nothing may be told that is not kept: forget it, and read the store anew at the next call.
            DeactivateOnIdle();
            throw;
        }

        foreach (Incident incident in incidents)
        {
            await stream.PublishAsync(incident);
        }
    }
}
