using Nightjar.Core.Correlation;
using Nightjar.Storage.State;

namespace Nightjar.Server.Correlation;

/// <summary>What people do with incidents; for the pages and the API. Thread-safe.</summary>
public sealed class IncidentDesk(StateStore state, IGrainFactory grains)
{
    /// <summary>Takes an incident. False when there is none with this id, or it is resolved.</summary>
    public async Task<bool> AcknowledgeAsync(string id, string who, CancellationToken cancellation) =>
        await OfAsync(id, cancellation) is { } grain && await grain.AcknowledgeAsync(id, who);

    /// <summary>Says that an incident is over. False when there is none with this id, or it is resolved already.</summary>
    public async Task<bool> ResolveAsync(string id, string who, CancellationToken cancellation) =>
        await OfAsync(id, cancellation) is { } grain && await grain.ResolveAsync(id, who);

    private async Task<IIncidentGrain?> OfAsync(string id, CancellationToken cancellation)
    {
        Incident? incident = await state.IncidentAsync(id, cancellation);
        return incident is null ? null : grains.GetGrain<IIncidentGrain>(incident.Entity.Value);
    }
}
