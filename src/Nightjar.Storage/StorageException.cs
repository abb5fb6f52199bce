namespace Nightjar.Storage;

/// <summary>
/// The store cannot do its work; the message is a sentence for people that says what to do (disk full, newer version, held by
/// another process).
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>With the sentence for people.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence for people and the cause for the log.</summary>
    public StorageException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
