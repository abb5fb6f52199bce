namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>One classic bucket.</summary>
/// <param name="Bound">Its upper bound, inclusive.</param>
/// <param name="Count">How many values are at or below it.</param>
internal readonly record struct Bucket(double Bound, double Count);
