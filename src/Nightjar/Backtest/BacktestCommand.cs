using System.CommandLine;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Commands.Backtest;

/// <summary><c>nightjar backtest</c>: reads the command line; <see cref="BacktestWork"/> does the work.</summary>
internal static class BacktestCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    public static Command Create()
    {
        Argument<string?> file = new("FILE") { Description = "CSV as for detect; - reads standard input", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> time = new("--time") { Description = "Heading of the column of times, as for detect", HelpName = "COLUMN" };
        Option<string[]> series = new("--series") { Description = "Instead of a file: stored series that fit a selector; may be repeated", HelpName = "SELECTOR" };
        Option<string> last = new("--last") { Description = "How much of the past of stored series, learning included", HelpName = "SPAN", DefaultValueFactory = _ => "30d" };
        Option<string[]> set = new("--set") { Description = "A setting to try, such as sensitivity=0.5; may be repeated", HelpName = "NAME=VALUE" };
        Option<string> data = DataDirectory.Option();
        Option<string?> token = HeldData.TokenOption();
        Option<bool> json = new("--json") { Description = "One JSON object instead of text" };
        Command command = new("backtest", "Show what would have been raised, and how a setting changes it") { file, time, series, last, set, data, token, json };
        command.Validators.Add(result =>
        {
            bool hasSeries = result.GetValue(series) is { Length: > 0 };
            if (result.GetValue(file) is null != hasSeries)
            {
                result.AddError("Give either a FILE or --series SELECTOR.");
            }

            if (result.GetValue(set) is { Length: > 0 } tried && !TriedSettings.TryRead(tried, out _, out string problem))
            {
                result.AddError(problem);
            }

            if (result.GetValue(last) is { } span && !(SpanText.TryParse(span, out TimeSpan length) && length > TimeSpan.Zero && length <= Longest))
            {
                result.AddError($"--last {span}: expected a length of time such as 12h, 30d, to {Longest.TotalDays:0}d.");
            }
        });
        command.SetAction((line, cancellation) =>
        {
            string[] tried = line.GetValue(set) ?? [];
            _ = TriedSettings.TryRead(tried, out RuleSettings settings, out _); // both are checked above
            _ = SpanText.TryParse(line.GetValue(last) ?? "", out TimeSpan length);
            return BacktestWork.RunAsync(
                new BacktestSettings(
                    line.GetValue(file),
                    line.GetValue(time),
                    line.GetValue(series) ?? [],
                    length,
                    DataDirectory.Of(line, data),
                    line.GetValue(token),
                    tried.Length == 0 ? null : settings,
                    string.Join(", ", tried),
                    line.GetValue(json)),
                cancellation);
        });
        ExamplesHelp.Add(
            command,
            ("nightjar backtest cpu.csv --set sensitivity=0.5", "a file, as it is and half as sensitive"),
            ("nightjar backtest --series 'node_load1' --last 30d", "what 30 days of stored series would have raised"),
            ("nightjar backtest --series 'http_requests_total:rate{job=\"shop\"}' --set minChange=5", "before and after, side by side"));
        return command;
    }
}
