namespace Nightjar.Server.Detection.Results;

/// <summary>What became of a request.</summary>
/// <param name="Problem">Why it was not taken, for people; null when it was.</param>
/// <param name="MayRetry">True when the same request may be taken later.</param>
/// <param name="RetryAfter">When the receiver wants to be asked again, where it says so.</param>
internal readonly record struct ReceiverAnswer(string? Problem, bool MayRetry = false, TimeSpan? RetryAfter = null);
