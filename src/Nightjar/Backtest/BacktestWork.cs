using System.Text.Json;
using Nightjar.Commands.Client;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation;
using Nightjar.Evaluation.Backtest;

namespace Nightjar.Commands.Backtest;

/// <summary>Reads samples, has them judged by the settings there are and by those to try, prints both.</summary>
internal static class BacktestWork
{
    private const string StandardInput = "-";

    /// <summary>Exit code 1 when anything is or would be raised.</summary>
    public static Task<int> RunAsync(BacktestSettings settings, CancellationToken cancellation) =>
        settings.File is { } file ? Task.FromResult(OfFile(settings, file)) : OfStoreAsync(settings, cancellation);

    private static int OfFile(BacktestSettings settings, string file)
    {
        try
        {
            using TextReader reader = file == StandardInput ? Console.In : new StreamReader(file);
            if (!CsvReader.TryRead(reader, settings.TimeColumn, null, out CsvTable? table, out string? problem))
            {
                Console.Error.WriteLine($"{file}: {problem}.");
                return ExitCode.Failed;
            }

            BacktestTotals totals = new(settings.SetText);
            foreach (CsvColumn column in table.Columns)
            {
                Series series = new(Labels.Create(new Label(Labels.MetricName, column.Name)), MetricKind.Gauge);
                Sample[] samples = [.. column.TimesNs.Zip(column.Values, (timeNs, value) => new Sample(series.Id, timeNs, value))];
                Judge(new ReportingSeries([series], null), samples, ConfiguredRules.None, settings.Set, totals);
            }

            return Print(settings, totals);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{file} cannot be read: {failure.Message}");
            return ExitCode.CannotOpen;
        }
    }

    private static Task<int> OfStoreAsync(BacktestSettings settings, CancellationToken cancellation) => StoredSeries.WithAsync(
        settings.DataDirectory,
        settings.Token,
        async stored =>
        {
            long fromNs = TimeProvider.System.NowNs() - settings.Last.ToNs();
            ConfiguredRules rules = ConfiguredRules.Read(settings.DataDirectory, fromNs);
            BacktestTotals totals = new(settings.SetText);
            foreach (ReportingSeries series in await stored.FindAsync(settings.Series, cancellation))
            {
                Judge(series, await stored.ReadAsync(series, fromNs, cancellation), rules, settings.Set, totals);
            }

            if (totals.Series == 0)
            {
                throw new CommandException($"No stored series fits {string.Join(" or ", settings.Series)}: `nightjar query \"SELECT DISTINCT name FROM series\"` lists what there is.", ExitCode.Failed);
            }

            return Print(settings, totals);
        },
        cancellation);

    /// <summary>What is tried comes after the rules there are, so that it counts.</summary>
    private static void Judge(ReportingSeries series, IReadOnlyList<Sample> samples, ConfiguredRules rules, RuleSettings? tried, BacktestTotals totals)
    {
        DetectorOptions detector = rules.Detector;
        IReadOnlyList<Anomaly> before = BacktestRun.Run(series, samples, new BacktestRules(detector, new RuleBook(rules.Rules, LearntSensitivity.None, rules.Calendars)));
        IReadOnlyList<Anomaly> after = tried is null ? before : BacktestRun.Run(series, samples, new BacktestRules(detector, new RuleBook([.. rules.Rules, new DetectionRule([], tried)], LearntSensitivity.None, rules.Calendars)));
        totals.Add(samples, BacktestPair.Match(before, after));
    }

    private static int Print(BacktestSettings settings, BacktestTotals totals)
    {
        if (settings.AsJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(BacktestReport.Of(totals, settings.Set is not null), CommandJson.Default.BacktestReport));
        }
        else
        {
            BacktestText.Write(Console.Out, totals, settings.Set is not null);
        }

        return totals.Pairs.Count > 0 ? ExitCode.Found : ExitCode.Ok;
    }
}
