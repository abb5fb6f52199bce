namespace Nightjar.Server.Detection.Results;

/// <summary>Where results go (configuration section <c>detection.results</c>); nowhere unless it is set.</summary>
public sealed class ResultsOptions
{
    /// <summary>Expected values, ranges and scores as metrics.</summary>
    public RemoteWriteOptions RemoteWrite { get; set; } = new();

    /// <summary>Anomalies as alerts.</summary>
    public AlertmanagerOptions Alertmanager { get; set; } = new();
}
