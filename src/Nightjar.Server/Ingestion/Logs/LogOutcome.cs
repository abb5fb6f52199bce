namespace Nightjar.Server.Ingestion.Logs;

/// <summary>What became of a batch of log records.</summary>
/// <param name="Outcome">As a whole.</param>
/// <param name="Accepted">Records made durable.</param>
public readonly record struct LogOutcome(WriteOutcome Outcome, int Accepted);
