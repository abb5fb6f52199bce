namespace Nightjar.Server.Api.V1;

/// <summary>What the server is doing.</summary>
internal sealed record StatusRecord(
    string Version,
    DateTimeOffset Now,
    string DataDirectory,
    string? StorageFailure,
    int Series,
    int MaxSeries,
    long QueuedSamples,
    double SamplesPerSecond,
    int Sources,
    int OpenAnomalies,
    int OpenIncidents);
