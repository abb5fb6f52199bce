using System.CommandLine;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Evaluate;

/// <summary><c>nightjar evaluate logs</c>: reads the command line; <see cref="LogsRun"/> does the work.</summary>
internal static class LogsCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "A folder of SYSTEM/SYSTEM_2k.log_structured.csv", HelpName = "DIR", Required = true };
    private static readonly Option<bool> Raw = new("--raw") { Description = "Mine the raw lines, through header parsing, and not the labelled messages" };
    private static readonly Option<string?> Out = new("--out") { Description = "Write SYSTEM.csv with each line's pattern there", HelpName = "DIR" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object instead of text" };

    public static Command Create()
    {
        Command command = new("logs", "Score the mining of log patterns on labelled logs") { Data, Raw, Out, Json };
        command.SetAction(line => LogsRun.Run(new LogsSettings(line.GetRequiredValue(Data), line.GetValue(Raw), line.GetValue(Out), line.GetValue(Json))));
        ExamplesHelp.Add(
            command,
            ("nightjar evaluate logs --data loghub", "a line a system, and the averages"),
            ("nightjar evaluate logs --data loghub --raw", "lines with their headers on"),
            ("nightjar evaluate logs --data loghub --json | jq .average", "for machines"),
            ("nightjar evaluate logs --data loghub --out mined", "each line's pattern, for other scorers"));
        return command;
    }
}
