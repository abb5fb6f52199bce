using System.Text.Json;
using Nightjar.Commands.Backtest;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation;
using Nightjar.Evaluation.Backtest;
using Nightjar.Evaluation.Tuning;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Commands.Tune;

/// <summary>Reads samples and what was said, looks for better settings series by series, prints them as rules.</summary>
internal static class TuneWork
{
    private const string StandardInput = "-";
    private const string AllSeries = "{__name__!=\"\"}";

    /// <summary>Exit code 1 when there is something to propose.</summary>
    public static Task<int> RunAsync(TuneSettings settings, CancellationToken cancellation) => settings.File is { } file
        ? Task.FromResult(OfFile(settings, file))
        : HeldData.RunAsync(
            settings.DataDirectory,
            settings.Token,
            async server => await OfStoreAsync(settings, StoredSeries.Of(server), await KnownRules.ReadAsync(server, settings.DataDirectory, FromNs(settings), cancellation), cancellation),
            async () =>
            {
                using TelemetryStore store = await Task.Run(() => HeldData.OpenTelemetry(settings.DataDirectory), cancellation);
                return await OfStoreAsync(settings, StoredSeries.Of(store), await KnownRules.ReadAsync(settings.DataDirectory, FromNs(settings), cancellation), cancellation);
            });

    private static long FromNs(TuneSettings settings) => TimeProvider.System.NowNs() - settings.Last.ToNs();

    private static int OfFile(TuneSettings settings, string file)
    {
        try
        {
            using TextReader reader = file == StandardInput ? Console.In : new StreamReader(file);
            if (!CsvReader.TryRead(reader, settings.TimeColumn, null, out CsvTable? table, out string? problem))
            {
                Console.Error.WriteLine($"{file}: {problem}.");
                return ExitCode.Failed;
            }

            Series[] series = [.. table.Columns.Select(column => new Series(Labels.Create(new Label(Labels.MetricName, column.Name)), MetricKind.Gauge))];
            TuneTotals totals = new() { Known = [.. series.Select(one => one.Labels)] };
            for (int i = 0; i < series.Length; i++)
            {
                CsvColumn column = table.Columns[i];
                Sample[] samples = [.. column.TimesNs.Zip(column.Values, (timeNs, value) => new Sample(series[i].Id, timeNs, value))];
                Tune(new ReportingSeries([series[i]], null), samples, new KnownRules(TuningRules.None, []), settings, totals);
            }

            return Print(settings, totals);
        }
        catch (CommandException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{file} cannot be read: {failure.Message}");
            return ExitCode.CannotOpen;
        }
    }

    private static async Task<int> OfStoreAsync(TuneSettings settings, StoredSeries stored, KnownRules known, CancellationToken cancellation)
    {
        IReadOnlyList<ReportingSeries> all = await stored.FindAsync([AllSeries], cancellation);
        HashSet<Labels> spokenOf = [.. known.Words.Select(word => word.Feedback.Series)];
        IReadOnlyList<ReportingSeries> chosen = settings.Series.Count > 0
            ? await stored.FindAsync(settings.Series, cancellation)
            : [.. all.Where(series => Scored(series).Any(spokenOf.Contains))];
        if (chosen.Count == 0 && settings.Series.Count > 0)
        {
            throw new CommandException($"No stored series fits {string.Join(" or ", settings.Series)}: `nightjar query \"SELECT DISTINCT name FROM series\"` lists what there is.", ExitCode.Failed);
        }

        HashSet<Labels> looked = [.. chosen.SelectMany(Scored)];
        TuneTotals totals = new()
        {
            Known = [.. all.Select(SourceOf)],
            Words = known.Words.Count(word => settings.Series.Count == 0 || looked.Contains(word.Feedback.Series)),
        };
        long fromNs = FromNs(settings);
        await Progress.WhileAsync("judging the past by one setting after another", async () =>
        {
            foreach (ReportingSeries series in chosen)
            {
                IReadOnlyList<Sample> samples = await stored.ReadAsync(series, fromNs, cancellation);
                await Task.Run(() => Tune(series, samples, known, settings, totals), cancellation);
            }

            return totals;
        });
        return Print(settings, totals);
    }

    private static void Tune(ReportingSeries series, IReadOnlyList<Sample> samples, KnownRules known, TuneSettings settings, TuneTotals totals)
    {
        if (samples.Count == 0)
        {
            return;
        }

        Mark[] times = [.. settings.WantedNs.Select(timeNs => new Mark(true, timeNs, timeNs)), .. settings.UnwantedNs.Select(timeNs => new Mark(false, timeNs, timeNs))];
        IReadOnlyList<Anomaly> raised = times.Length == 0 ? [] : BacktestRun.Run(series, samples, new BacktestRules(known.Rules.Detector, known.Rules.BookWith(null)));
        foreach (Labels scored in Scored(series))
        {
            Mark[] words = [.. known.Words.Where(word => word.Feedback.Series.Equals(scored)).Select(word => word.Mark).OfType<Mark>().Where(mark => mark.ToNs >= samples[0].TimeNs)];
            Mark[] said = [.. times.Where(mark => raised.Any(one => one.Series.Equals(scored) && mark.Fits(one)))];
            if (words.Length + said.Length > 0)
            {
                totals.Add(RuleSearch.Run(series, scored, samples, [.. words, .. said], known.Rules), samples.Count, words.Length);
            }
        }
    }

    /// <summary>What is judged of it.</summary>
    private static IEnumerable<Labels> Scored(ReportingSeries series)
    {
        IReadOnlyList<Labels> derived = DerivedSeries.Of(series.Raw[0]);
        return (derived.Count == 0 ? [series.Raw[0].Labels] : derived).Where(one => series.Scored is null || one.Name == series.Scored);
    }

    /// <summary>The labels that rules are held against.</summary>
    private static Labels SourceOf(ReportingSeries series) =>
        series.Raw[0].Kind.IsBucket() && DerivedSeries.TryHistogramOf(series.Raw[0].Labels, out Labels histogram, out _) ? histogram : series.Raw[0].Labels;

    private static int Print(TuneSettings settings, TuneTotals totals)
    {
        long[] unplaced =
        [
            .. settings.WantedNs.Concat(settings.UnwantedNs)
                .Where(timeNs => !totals.Tunings.Any(one => one.Before.Marks.Any(mark => mark.FromNs == timeNs && mark.ToNs == timeNs))),
        ];
        if (unplaced.Length > 0)
        {
            throw new CommandException($"No anomaly runs at {string.Join(", ", unplaced.Select(BacktestText.Time))}: `nightjar backtest` shows when they do.", ExitCode.Failed);
        }

        if (settings.AsJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(TuneReport.Of(totals), TuneJson.Default.TuneReport));
        }
        else
        {
            TuneText.Write(Console.Out, totals);
        }

        return totals.Rules.Count > 0 ? ExitCode.Found : ExitCode.Ok;
    }
}
