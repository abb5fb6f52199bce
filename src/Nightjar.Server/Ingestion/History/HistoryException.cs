namespace Nightjar.Server.Ingestion.History;

/// <summary>A source of history cannot be read now; the message is what follows its name in a sentence.</summary>
internal sealed class HistoryException : Exception
{
    public HistoryException(string message)
        : base(message)
    {
    }

    public HistoryException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
