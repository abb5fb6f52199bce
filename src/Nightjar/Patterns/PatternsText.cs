using System.Globalization;
using Nightjar.Commands.Text;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Commands.Patterns;

/// <summary>The report for people: what is unusual first, then the most frequent.</summary>
internal static class PatternsText
{
    private const int Red = 31;
    private const int Yellow = 33;
    private const int Dim = 2;
    private const int LevelWidth = 5;
    private const int ShareWidth = 6;

    public static void Write(Terminal terminal, PatternsReport report)
    {
        if (report.Records == 0)
        {
            terminal.Writer.WriteLine(report.HeldRecords > 0 ? $"None of {Number(report.HeldRecords)} records fits." : "No records.");
            return;
        }

        WriteSummary(terminal, report);
        int countWidth = Math.Max(5, report.Patterns.Max(pattern => Number(pattern.Count).Length));
        string indent = new(' ', countWidth + ShareWidth + LevelWidth + 6);
        terminal.Writer.WriteLine();
        terminal.Writer.WriteLine(terminal.Coloured($"{"count".PadLeft(countWidth)}  {"share".PadLeft(ShareWidth)}  {"level",-LevelWidth}  pattern", Dim));
        bool wasUnusual = report.UnusualCount > 0;
        foreach (ReportedPattern pattern in report.Patterns)
        {
            if (wasUnusual && pattern.Unusual.Count == 0)
            {
                terminal.Writer.WriteLine();
                wasUnusual = false;
            }

            string level = terminal.Coloured(pattern.Level.PadRight(LevelWidth), Colour(pattern.Severity));
            terminal.Writer.WriteLine($"{Number(pattern.Count).PadLeft(countWidth)}  {Share(pattern.Share).PadLeft(ShareWidth)}  {level}  {Cut(pattern.Template, terminal.Width - indent.Length)}".TrimEnd());
            foreach (ReportedSignal signal in pattern.Unusual)
            {
                foreach (string part in Wrapped(signal.Evidence, terminal.Width - indent.Length - 2))
                {
                    terminal.Writer.WriteLine($"{indent}{terminal.Coloured($"! {part}", Yellow)}");
                }
            }

            if (pattern.Template != pattern.Example && pattern.Example.Length > 0)
            {
                terminal.Writer.WriteLine($"{indent}{terminal.Coloured(Cut(pattern.Example, terminal.Width - indent.Length), Dim)}");
            }
        }

        if (report.PatternCount > report.Patterns.Count)
        {
            terminal.Writer.WriteLine();
            terminal.Writer.WriteLine($"{Number(report.PatternCount - report.Patterns.Count)} more patterns with {Number(report.HiddenRecords)} records; --top 0 shows all.");
        }
    }

    private static void WriteSummary(Terminal terminal, PatternsReport report)
    {
        string records = report.Records == 1 ? "1 record" : $"{Number(report.Records)} records";
        string patterns = report.PatternCount == 1 ? "1 pattern" : $"{Number(report.PatternCount)} patterns";
        string lines = report.Lines == report.Records ? "" : $" ({Number(report.Lines)} lines)";
        string time = report is { First: { } first, Last: { } last } ? $", {Time(first)} to {Time(last)}" : "";
        terminal.Writer.WriteLine($"{records}{lines} in {patterns}{time}");
        if (report.HeldRecords > 0)
        {
            terminal.Writer.WriteLine($"{Number(report.HeldRecords)} records do not fit the options and are left out.");
        }

        if (report.CutLines > 0)
        {
            terminal.Writer.WriteLine($"{Number(report.CutLines)} lines longer than 1 MiB are cut.");
        }

        string unusual = report.UnusualCount == 0 ? "Nothing unusual." : terminal.Coloured($"{Number(report.UnusualCount)} unusual, marked with !", Yellow);
        terminal.Writer.WriteLine(report.TimedRecords == 0 ? $"{unusual} No record has a time: what is new, bursts or falls silent cannot be told." : unusual);
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        while (text.Length > width)
        {
            int blank = text.LastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            yield return text[..end];
            text = text[end..].TrimStart();
        }

        yield return text;
    }

    /// <summary>What a terminal would take for a command is not sent to it.</summary>
    private static string Cut(string text, int width)
    {
        string plain = text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
        return plain.Length <= width ? plain : string.Concat(plain.AsSpan(0, Math.Max(width - 1, 0)), "…");
    }

    private static int Colour(int severity) => severity >= LogSeverity.Error ? Red : severity >= LogSeverity.Warn ? Yellow : 0;

    private static string Share(double share) => share < 0.0005 ? "<0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
