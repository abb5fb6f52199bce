namespace Nightjar.Storage.Telemetry;

/// <summary>A statement cannot be run; the message is for whoever wrote it.</summary>
public sealed class SqlQueryException : Exception
{
    /// <summary>With the sentence for people.</summary>
    public SqlQueryException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence for people and the cause for the log.</summary>
    public SqlQueryException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
