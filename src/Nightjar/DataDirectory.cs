using System.CommandLine;

namespace Nightjar.Commands;

/// <summary>The option <c>--data</c>, the same on every command that works on a data directory.</summary>
internal static class DataDirectory
{
    /// <summary>$XDG_DATA_HOME/nightjar, or ~/.local/share/nightjar; for root as for anybody else.</summary>
    public static string Default { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "nightjar");

    /// <summary>A new option; each command has its own.</summary>
    public static Option<string> Option() => new("--data", "-d")
    {
        Description = "Where everything is kept ($XDG_DATA_HOME/nightjar, or ~/.local/share/nightjar)",
        HelpName = "DIR",
        DefaultValueFactory = _ => Default,
    };

    /// <summary>The directory a command line names, as an absolute path.</summary>
    public static string Of(ParseResult command, Option<string> option) => Path.GetFullPath(command.GetValue(option) ?? Default);
}
