namespace Nightjar.Server;

/// <summary>The configuration cannot be used; the message is a sentence for people with file, line or key and what to do.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
