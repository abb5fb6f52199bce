using System.CommandLine;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Status;

/// <summary><c>nightjar status</c>: reads the command line; <see cref="StatusRun"/> does the work.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        Option<string> data = DataDirectory.Option();
        Option<string?> token = HeldData.TokenOption();
        Option<bool> json = new("--json") { Description = "One JSON object instead of text" };
        Command command = new("status", "Say what the server does, or what a data directory holds") { data, token, json };
        command.SetAction((line, cancellation) => StatusRun.RunAsync(DataDirectory.Of(line, data), line.GetValue(token), line.GetValue(json), cancellation));
        ExamplesHelp.Add(
            command,
            ("nightjar status", "is it running, what does it see, is anything wrong"),
            ("nightjar status --json | jq .openIncidents", "for a script"));
        return command;
    }
}
