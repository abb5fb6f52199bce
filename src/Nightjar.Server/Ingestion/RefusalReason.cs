namespace Nightjar.Server.Ingestion;

/// <summary>Why something was not taken in. The names are the values of the label <c>reason</c> on /metrics, in snake case.</summary>
public enum RefusalReason
{
    /// <summary>Older than the newest sample of its series.</summary>
    OutOfOrder,

    /// <summary>A second, different value for one time.</summary>
    Duplicate,

    /// <summary>Further ahead of this machine's clock than allowed.</summary>
    FarFuture,

    /// <summary>Older than what retention keeps.</summary>
    TooOld,

    /// <summary>More labels than the limit.</summary>
    TooManyLabels,

    /// <summary>A label name or value longer than the limit.</summary>
    LabelTooLong,

    /// <summary>A label name that is empty, repeated or not legal in its protocol.</summary>
    BadLabel,

    /// <summary>No metric name.</summary>
    NoName,

    /// <summary>The store holds as many series as it may.</summary>
    SeriesLimit,

    /// <summary>Bytes that are not what the protocol says.</summary>
    Malformed,

    /// <summary>A body over the size limit.</summary>
    TooLarge,

    /// <summary>A content type or encoding this door does not speak.</summary>
    UnknownContentType,

    /// <summary>A kind of point that cannot be kept.</summary>
    Unsupported,

    /// <summary>The queue is full.</summary>
    Overloaded,

    /// <summary>The disk is full or failing.</summary>
    StorageFailed,
}
