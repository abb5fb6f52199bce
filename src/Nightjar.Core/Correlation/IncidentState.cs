namespace Nightjar.Core.Correlation;

/// <summary>Where an incident stands. Stored by name.</summary>
public enum IncidentState
{
    /// <summary>Symptoms are still there.</summary>
    Open,

    /// <summary>A person has taken it.</summary>
    Acknowledged,

    /// <summary>All symptoms are gone, or a person says so.</summary>
    Resolved,
}
