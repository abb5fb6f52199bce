using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Nightjar.Commands.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Evaluation.Logs;

namespace Nightjar.Commands.Patterns;

/// <summary><c>nightjar patterns</c>: reads the command line; <see cref="PatternsRun"/> does the work.</summary>
internal static class PatternsCommand
{
    private const int StandardTop = 25;

    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Logs, plain or gzip; none, or -, reads standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int> Top = new("--top") { Description = "Patterns shown; 0 shows all", HelpName = "N", DefaultValueFactory = _ => StandardTop };
    private static readonly Option<string?> Level = new("--level") { Description = "Only records of that level or above: trace, debug, info, warn, error, fatal", HelpName = "LEVEL" };
    private static readonly Option<string?> Match = new("--match") { Description = "Only records with this text in them", HelpName = "TEXT" };
    private static readonly Option<string?> Since = new("--since") { Description = "Only records from that time on, such as 2026-01-31T12:00", HelpName = "TIME" };
    private static readonly Option<string?> Until = new("--until") { Description = "Only records before that time", HelpName = "TIME" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object with all patterns instead of text" };

    public static Command Create()
    {
        Top.Validators.Add(result => Check(result, text => int.TryParse(text, CultureInfo.InvariantCulture, out int top) && top >= 0, "a number from 0 on"));
        Level.Validators.Add(result => Check(result, text => LogSeverity.TryParse(text, out _), "trace, debug, info, warn, error or fatal"));
        foreach (Option<string?> time in (ReadOnlySpan<Option<string?>>)[Since, Until])
        {
            time.Validators.Add(result => Check(result, text => TryTime(text, out _), "a time such as 2026-01-31T12:00, between 1678 and 2261"));
        }

        Command command = new("patterns", "Show what a log says, by pattern, and what is unusual in it") { Files, Top, Level, Match, Since, Until, Json };
        command.SetAction(line => PatternsRun.Run(new PatternsSettings(
            line.GetValue(Files) is { Length: > 0 } files ? files : [PatternsRun.StandardInput],
            new LogFilter(
                Time(line.GetValue(Since)),
                Time(line.GetValue(Until)),
                LogSeverity.TryParse(line.GetValue(Level) ?? "", out byte least) ? least : LogSeverity.Unknown,
                Encoding.UTF8.GetBytes(line.GetValue(Match) ?? "")),
            line.GetValue(Json) ? 0 : line.GetValue(Top),
            line.GetValue(Json))));
        ExamplesHelp.Add(
            command,
            ("nightjar patterns /var/log/syslog*", "several files, rotated and packed ones too"),
            ("journalctl -b -o short-iso | nightjar patterns", "from a pipe"),
            ("nightjar patterns --level error --since 2026-01-31T12:00 app.log", "only the errors since noon"),
            ("nightjar patterns --json app.log | jq '.patterns[] | select(.unusual != [])'", "for a script"));
        return command;
    }

    private static void Check(OptionResult result, Func<string, bool> isRight, string expected)
    {
        if (result.Tokens is [{ } token] && !isRight(token.Value))
        {
            result.AddError($"{result.Option.Name} {token.Value}: expected {expected}.");
        }
    }

    private static long? Time(string? text) => text is not null && TryTime(text, out long timeNs) ? timeNs : null;

    private static bool TryTime(string text, out long timeNs)
    {
        bool isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        timeNs = time.ToUnixNs();
        return isTime && time.UtcDateTime.Year is >= 1678 and <= 2261; // what nanoseconds can say
    }
}
