namespace Nightjar.Commands.Client;

/// <summary>A command ends here: a sentence for standard error and the exit code.</summary>
internal sealed class CommandException(string sentence, int exitCode, bool isMissing = false) : Exception(sentence)
{
    /// <summary>One of <see cref="Commands.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>True when a server has answered that there is no such thing.</summary>
    public bool IsMissing { get; } = isMissing;
}
