namespace Nightjar.Server.Correlation;

/// <summary>The one writer of the incidents of a root entity (a host, a service); its key is the entity's id.</summary>
public interface IIncidentGrain : IGrainWithStringKey
{
    /// <summary>Takes anomalies in; the incidents they change are saved when it returns.</summary>
    Task ObserveAsync(AnomalyNews news);

    /// <summary>Resolves what is over. Returns whether anything is still open.</summary>
    Task<bool> TickAsync();

    /// <summary>A person takes an incident. False when there is none with this id that is not resolved.</summary>
    Task<bool> AcknowledgeAsync(string id, string who);

    /// <summary>A person says that an incident is over. False when there is none with this id that is not resolved.</summary>
    Task<bool> ResolveAsync(string id, string who);
}
