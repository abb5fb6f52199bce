namespace Nightjar.Server.Ingestion;

/// <summary>What became of a batch as a whole.</summary>
public enum WriteOutcome
{
    /// <summary>What was good is durable; see the batch's refusals for the rest.</summary>
    Durable,

    /// <summary>Nothing was taken: the queue is full. Say 503 / UNAVAILABLE with a retry hint.</summary>
    Overloaded,

    /// <summary>Nothing was taken: the disk is full or failing. Say 503 / UNAVAILABLE.</summary>
    StorageFailed,
}
