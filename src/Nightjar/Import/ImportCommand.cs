using System.CommandLine;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Import;

/// <summary><c>nightjar import</c>: reads the command line; <see cref="ImportRun"/> does the work.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = "CSV (plain or gzip) or Parquet: time and a column a series, or time, name, value and labels", Arity = ArgumentArity.OneOrMore };
        Option<string> data = DataDirectory.Option();
        Option<string?> token = HeldData.TokenOption();
        Option<bool> json = new("--json") { Description = "JSON instead of text: an array, one object a file" };
        Command command = new("import", "Give a running server a past from files: stored, learnt, and no alarms of it") { files, data, token, json };
        command.SetAction((line, cancellation) => ImportRun.RunAsync(
            line.GetValue(files) ?? [], DataDirectory.Of(line, data), line.GetValue(token), line.GetValue(json), cancellation));
        ExamplesHelp.Add(
            command,
            ("nightjar import cpu.csv", "a column of times and a column a series"),
            ("nightjar import january.parquet february.parquet", "one after the other"),
            ("zcat old.csv.gz | nightjar import /dev/stdin", "what another program writes"));
        return command;
    }
}
