using Nightjar.Core.Correlation;
using Nightjar.Server.Correlation;

namespace Nightjar.Server.Ui.Queries;

/// <summary>What a person does to an incident; said to its one writer.</summary>
public sealed class IncidentActions(IGrainFactory grains)
{
    // There are no user accounts yet: the timeline can only say where the word came from.
    private const string Who = "a viewer of its page";

    /// <summary>Somebody takes it. False when it is resolved already or forgotten.</summary>
    public Task<bool> AcknowledgeAsync(Incident incident) => Writer(incident).AcknowledgeAsync(incident.Id, Who);

    /// <summary>Somebody says it is over. False when it is resolved already or forgotten.</summary>
    public Task<bool> ResolveAsync(Incident incident) => Writer(incident).ResolveAsync(incident.Id, Who);

    private IIncidentGrain Writer(Incident incident) => grains.GetGrain<IIncidentGrain>(incident.Entity.Value);
}
