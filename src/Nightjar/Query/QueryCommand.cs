using System.CommandLine;
using System.Globalization;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Query;

/// <summary><c>nightjar query</c>: reads the command line; <see cref="QueryRun"/> does the work.</summary>
internal static class QueryCommand
{
    private const int MostRows = 1_000_000;
    private const int MostSeconds = 3_600;

    public static Command Create()
    {
        Argument<string> sql = new("SQL") { Description = "One statement that reads, over samples, series, named_samples and abnormal_minutes; - reads standard input" };
        Option<string> data = DataDirectory.Option();
        Option<string?> token = HeldData.TokenOption();
        Option<bool> json = new("--json") { Description = "An array of objects instead of a table" };
        Option<bool> csv = new("--csv") { Description = "CSV instead of a table" };
        Option<int> maxRows = Number("--max-rows", "Most rows printed", "N", 10_000, MostRows);
        Option<int> timeout = Number("--timeout", "Seconds after which the statement is ended", "SECONDS", 30, MostSeconds);
        Command command = new("query", "Run read-only SQL over what is kept") { sql, data, token, json, csv, maxRows, timeout };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
            {
                result.AddError("--json and --csv are two forms of one answer: give one of them.");
            }
        });
        command.SetAction((line, cancellation) => QueryRun.RunAsync(
            new QuerySettings(
                DataDirectory.Of(line, data),
                line.GetValue(token),
                line.GetRequiredValue(sql),
                line.GetValue(json) ? RowForm.Json : line.GetValue(csv) ? RowForm.Csv : RowForm.Table,
                line.GetValue(maxRows),
                line.GetValue(timeout)),
            cancellation));
        ExamplesHelp.Add(
            command,
            ("nightjar query \"SELECT name, count(*) FROM series GROUP BY name ORDER BY 2 DESC\"", "what there is"),
            ("nightjar query \"SELECT timestamp, value FROM named_samples WHERE name = 'up' ORDER BY 1 DESC LIMIT 10\"", "the newest of one"),
            ("nightjar query --csv \"SELECT * FROM named_samples\" --max-rows 1000000 > samples.csv", "into a file"),
            ("nightjar query \"DESCRIBE samples\"", "columns and their types"));
        return command;
    }

    private static Option<int> Number(string name, string description, string helpName, int standard, int most)
    {
        Option<int> option = new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {token.Value}: expected a number from 1 to {most}."));
            }
        });
        return option;
    }
}
