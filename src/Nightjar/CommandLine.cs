using System.CommandLine;
using System.CommandLine.Parsing;
using Nightjar.Commands.Backtest;
using Nightjar.Commands.Detect;
using Nightjar.Commands.Evaluate;
using Nightjar.Commands.Import;
using Nightjar.Commands.Patterns;
using Nightjar.Commands.Query;
using Nightjar.Commands.Serve;
using Nightjar.Commands.Status;
using Nightjar.Commands.Storage;
using Nightjar.Commands.Text;
using Nightjar.Commands.Tune;

namespace Nightjar.Commands;

/// <summary>The commands, put together. Nothing here touches the server, so that <c>--version</c> and <c>--help</c> load only this.</summary>
internal static class CommandLine
{
    /// <summary>The root command with all others below it.</summary>
    public static RootCommand Root()
    {
        RootCommand root = new("Nightjar watches this machine and whatever else sends it telemetry, learns what is normal and explains what is not.");
        root.Add(ServeCommand.Create());
        root.Add(DetectCommand.Create());
        root.Add(PatternsCommand.Create());
        root.Add(BacktestCommand.Create());
        root.Add(TuneCommand.Create());
        root.Add(ImportCommand.Create());
        root.Add(EvaluateCommand.Create());
        root.Add(QueryCommand.Create());
        root.Add(StorageCommand.Create());
        root.Add(StatusCommand.Create());
        ExamplesHelp.Install(
            root,
            ("nightjar serve", "watch this machine; pages on http://127.0.0.1:7600"),
            ("nightjar detect cpu.csv", "find what is abnormal in a file"),
            ("nightjar patterns app.log", "what a log says, and what is unusual in it"),
            ("nightjar status", "is it running, what does it see, is anything wrong"));
        return root;
    }

    /// <summary>Says what is wrong with the line and where help is, without a page of it.</summary>
    public static int ReportUsage(ParseResult command)
    {
        foreach (ParseError error in command.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        Console.Error.WriteLine($"Help: {Path(command.CommandResult.Command)} --help");
        return ExitCode.Usage;
    }

    /// <summary>A command as typed: <c>nightjar storage check</c>.</summary>
    public static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : "nightjar";
}
