using System.CommandLine;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;
using Nightjar.Core.Telemetry;

namespace Nightjar.Commands.Tune;

/// <summary><c>nightjar tune</c>: reads the command line; <see cref="TuneWork"/> does the work.</summary>
internal static class TuneCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    public static Command Create()
    {
        Argument<string?> file = new("FILE") { Description = "CSV as for detect; - reads standard input", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> time = new("--time") { Description = "Heading of the column of times, as for detect", HelpName = "COLUMN" };
        Option<string[]> series = new("--series") { Description = "Instead of a file: stored series that fit a selector; may be repeated (default: all that something was said of)", HelpName = "SELECTOR" };
        Option<string> last = new("--last") { Description = "How much of the past of stored series, learning included", HelpName = "SPAN", DefaultValueFactory = _ => "30d" };
        Option<string[]> wanted = new("--wanted") { Description = "A time whose anomalies are to be told, such as 2026-10-20T12:00Z; may be repeated", HelpName = "TIME" };
        Option<string[]> unwanted = new("--unwanted") { Description = "A time whose anomalies are not; may be repeated", HelpName = "TIME" };
        Option<string> data = DataDirectory.Option();
        Option<string?> token = HeldData.TokenOption();
        Option<bool> json = new("--json") { Description = "One JSON object instead of YAML" };
        Command command = new("tune", "Propose rules that keep away what people do not want, and keep what they want")
        {
            file, time, series, last, wanted, unwanted, data, token, json,
        };
        command.Validators.Add(result =>
        {
            bool hasTimes = Times(result.GetValue(wanted)).Count + Times(result.GetValue(unwanted)).Count > 0;
            bool hasSeries = result.GetValue(series) is { Length: > 0 };
            if (result.GetValue(file) is not null && (hasSeries || !hasTimes))
            {
                result.AddError("With a FILE give --wanted or --unwanted TIME, as nobody has said anything of it, and no --series.");
            }

            if (result.GetValue(file) is null && hasTimes && !hasSeries)
            {
                result.AddError("--wanted and --unwanted are said of a FILE or of --series SELECTOR.");
            }

            foreach (string text in (string[])[.. result.GetValue(wanted) ?? [], .. result.GetValue(unwanted) ?? []])
            {
                if (!TimeText.TryParse(text, out _))
                {
                    result.AddError($"{text}: expected a time such as 2026-10-20T12:00Z.");
                }
            }

            if (result.GetValue(last) is { } span && !(SpanText.TryParse(span, out TimeSpan length) && length > TimeSpan.Zero && length <= Longest))
            {
                result.AddError($"--last {span}: expected a length of time such as 12h, 30d, to {Longest.TotalDays:0}d.");
            }
        });
        command.SetAction((line, cancellation) =>
        {
            _ = SpanText.TryParse(line.GetValue(last) ?? "", out TimeSpan length); // checked above
            return TuneWork.RunAsync(
                new TuneSettings(
                    line.GetValue(file),
                    line.GetValue(time),
                    line.GetValue(series) ?? [],
                    length,
                    Times(line.GetValue(wanted)),
                    Times(line.GetValue(unwanted)),
                    DataDirectory.Of(line, data),
                    line.GetValue(token),
                    line.GetValue(json)),
                cancellation);
        });
        ExamplesHelp.Add(
            command,
            ("nightjar tune", "rules from all that people have said of anomalies"),
            ("nightjar tune --series 'http_requests_total:rate{job=\"shop\"}' --unwanted 2026-10-20T12:00Z", "from what is said here, too"),
            ("nightjar tune cpu.csv --unwanted 2026-10-20T12:00Z --wanted 2026-10-22T03:10Z", "for a file"));
        return command;
    }

    private static IReadOnlyList<long> Times(string[]? texts) => [.. (texts ?? []).Select(text => TimeText.TryParse(text, out long timeNs) ? timeNs : 0)];
}
