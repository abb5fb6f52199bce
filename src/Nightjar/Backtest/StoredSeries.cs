using System.Globalization;
using System.Text.Json;
using Nightjar.Commands.Client;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Backtest;
using Nightjar.Server.Api.V1;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Commands.Backtest;

/// <summary>Series and samples of a data directory, by SQL: the same whether a server holds it or not.</summary>
internal sealed class StoredSeries(Func<string, CancellationToken, Task<SqlQueryResult>> query)
{
    private const int MostRows = SqlRequest.MostRows;
    private const double MostSeconds = 600;

    /// <summary>Works on a directory; expected trouble becomes a sentence and an exit code.</summary>
    public static Task<int> WithAsync(string directory, string? token, Func<StoredSeries, Task<int>> work, CancellationToken cancellation) => HeldData.RunAsync(
        directory,
        token,
        server => work(Of(server)),
        async () =>
        {
            using TelemetryStore store = await Task.Run(() => HeldData.OpenTelemetry(directory), cancellation);
            return await work(Of(store));
        });

    /// <summary>What a server holds.</summary>
    public static StoredSeries Of(ServerClient server) => new((sql, stop) => server.PostAsync(
        "query", new SqlRequest(sql, MostRows, MostSeconds), CommandJson.Default.SqlRequest, CommandJson.Default.SqlQueryResult, stop));

    /// <summary>What is open here.</summary>
    public static StoredSeries Of(TelemetryStore store)
    {
        SqlQueryLimits limits = new() { MaxRows = MostRows, MaxDuration = TimeSpan.FromSeconds(MostSeconds) };
        return new StoredSeries((sql, stop) => Task.Run(() => store.Query(sql, limits, stop), stop));
    }

    /// <summary>What any of the selectors fits. One that names a derived series (<c>x:p99</c>) means that one alone.</summary>
    /// <exception cref="CommandException">A selector cannot be read.</exception>
    public async Task<IReadOnlyList<ReportingSeries>> FindAsync(IReadOnlyList<string> selectors, CancellationToken cancellation)
    {
        SqlQueryResult all = await query("SELECT CAST(to_json(labels) AS VARCHAR) AS labels, kind, unit FROM series ORDER BY name, id", cancellation);
        Series[] known = [.. all.Rows.Select(Read)];
        return [.. selectors.SelectMany(selector => Fitting(known, selector))];
    }

    /// <summary>The samples of its raw series from a time on, in ascending time.</summary>
    public async Task<IReadOnlyList<Sample>> ReadAsync(ReportingSeries series, long fromNs, CancellationToken cancellation)
    {
        string ids = string.Join(", ", series.Raw.Select(raw => raw.Id.Value.ToString(CultureInfo.InvariantCulture)));
        List<Sample> samples = [];
        long nextNs = fromNs;
        while (true)
        {
            // A page ends with whole times, so that the buckets of one time stay together.
            SqlQueryResult page = await query(
                string.Create(CultureInfo.InvariantCulture, $"SELECT series, time, value FROM samples WHERE series IN ({ids}) AND time >= {nextNs} ORDER BY time, series"), cancellation);
            List<Sample> read = [.. page.Rows.Select(Sample)];
            if (!page.Truncated)
            {
                samples.AddRange(read);
                return samples;
            }

            nextNs = read[^1].TimeNs;
            samples.AddRange(read.Where(sample => sample.TimeNs < nextNs));
        }
    }

    private static IReadOnlyList<ReportingSeries> Fitting(Series[] known, string selector)
    {
        RuleOptions rule = new() { Match = selector, Mode = RuleMode.Auto };
        if (!rule.TryRead(out DetectionRule fits, out IReadOnlyList<(string Setting, string Problem)> problems))
        {
            throw new CommandException($"--series {selector}: it {problems[0].Problem}.", ExitCode.Usage);
        }

        string name = fits.Matchers.FirstOrDefault(matcher => matcher is { Name: Labels.MetricName, Operator: MatchOperator.Equal })?.Value ?? "";
        bool isDerived = DerivedMetric.TryParse(name, out DerivedMetric derived) && !Array.Exists(known, series => series.Labels.Name == name);
        return ReportingSeries.Of(
            known.Where(series => isDerived
                ? (series.Labels.Name == derived.CounterName || series.Labels.Name == derived.BucketName) && fits.Fits(series.Labels, name)
                : fits.Fits(series.Labels, series.Labels.Name)),
            isDerived ? name : null);
    }

    private static Series Read(IReadOnlyList<string?> row)
    {
        using JsonDocument labels = JsonDocument.Parse(row[0] ?? "{}");
        return new Series(
            Labels.Create(labels.RootElement.EnumerateObject().Select(label => new Label(label.Name, label.Value.GetString() ?? ""))),
            row[1] switch
            {
                "gauge" => MetricKind.Gauge,
                "counter" => MetricKind.Counter,
                "delta counter" => MetricKind.DeltaCounter,
                "histogram bucket" => MetricKind.HistogramBucket,
                "delta histogram bucket" => MetricKind.DeltaHistogramBucket,
                _ => MetricKind.Unknown,
            },
            row[2] ?? "");
    }

    private static Sample Sample(IReadOnlyList<string?> row) => new(
        new SeriesId(ulong.Parse(row[0] ?? "", CultureInfo.InvariantCulture)),
        long.Parse(row[1] ?? "", CultureInfo.InvariantCulture),
        Value(row[2] ?? ""));

    /// <summary>DuckDB writes <c>nan</c>, <c>inf</c> and <c>-inf</c>.</summary>
    private static double Value(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN,
    };
}
