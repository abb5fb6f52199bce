using System.CommandLine;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Detect;

/// <summary><c>nightjar detect</c>: reads the command line; <see cref="DetectRun"/> does the work.</summary>
internal static class DetectCommand
{
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "CSV with a column of times and one or more of values; - reads standard input" };
        Option<string?> time = new("--time") { Description = "Heading of the column of times (default: one named timestamp, time, date or ts, else the first)", HelpName = "COLUMN" };
        Option<int> warmUp = new("--warm-up") { Description = "Samples a column is watched before it is judged", HelpName = "N", DefaultValueFactory = _ => 60 };
        warmUp.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && !(int.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out int samples) && samples is >= 20 and <= 100_000))
            {
                result.AddError($"--warm-up {token.Value}: expected a number from 20 to 100000.");
            }
        });
        Option<bool> json = new("--json") { Description = "One JSON object instead of text" };
        Command command = new("detect", "Find what is abnormal in a file of values") { file, time, warmUp, json };
        command.SetAction(line => DetectRun.Run(line.GetRequiredValue(file), line.GetValue(time), line.GetValue(warmUp), line.GetValue(json)));
        ExamplesHelp.Add(
            command,
            ("nightjar detect cpu.csv", "anomalies with what was expected"),
            ("nightjar detect --json cpu.csv | jq .anomalies", "for a script; exit code 1 says there are some"),
            ("zcat cpu.csv.gz | nightjar detect -", "from a pipe"));
        return command;
    }
}
