namespace Nightjar.Commands;

/// <summary>What the process says when it ends. Documented in docs/commands.md: never renumber.</summary>
internal static class ExitCode
{
    /// <summary>Done; nothing wrong found.</summary>
    public const int Ok = 0;

    /// <summary>Done, and found what the command looks for: anomalies, damage, storage that needs somebody.</summary>
    public const int Found = 1;

    /// <summary>The command line or the configuration cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>A file, a directory or a port cannot be had.</summary>
    public const int CannotOpen = 3;

    /// <summary>The work was begun and refused or failed: SQL that does not run, a server that answers with an error.</summary>
    public const int Failed = 4;
}
