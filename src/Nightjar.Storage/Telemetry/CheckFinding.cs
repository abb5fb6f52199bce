namespace Nightjar.Storage.Telemetry;

/// <summary>One thing that is wrong with a data directory.</summary>
/// <param name="Where">File or table.</param>
/// <param name="Problem">What is wrong and what to do, in a sentence.</param>
/// <param name="LosesSamples">True when samples cannot be read because of it.</param>
public sealed record CheckFinding(string Where, string Problem, bool LosesSamples);
