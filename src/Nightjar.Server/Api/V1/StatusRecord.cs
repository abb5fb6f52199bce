namespace Nightjar.Server.Api.V1;

/// <summary>What the server is doing. Public because <c>nightjar status</c> reads it.</summary>
public sealed record StatusRecord(
    string Version,
    DateTimeOffset Started,
    DateTimeOffset Now,
    string DataDirectory,
    string? StorageFailure,
    int Series,
    int MaxSeries,
    long QueuedSamples,
    double SamplesPerSecond,
    int Sources,
    int OpenAnomalies,
    int OpenIncidents,
    DetectionRecord Detection,
    StorageRecord Storage);
