using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;
using Nightjar.Server.Api.Prometheus;
using Nightjar.Server.Detection;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>Series and their samples.</summary>
internal static class TelemetryEndpoints
{
    // More than a screen can show; Prometheus' query_range thins out, and SQL reads any number.
    private const int MostSamples = 100_000;
    private static readonly TimeSpan StandardRange = TimeSpan.FromHours(1);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/series", Series).WithName("series").WithSummary("Search for series by words or by a selector")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/series/samples", Samples).WithName("samples").WithSummary("The samples of one series, raw or derived, as kept")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Finds the one series a selector means; a problem when it means none or several.</summary>
    public static bool TryOne(
        SeriesSelection selection, string? selector, [NotNullWhen(true)] out Labels? series, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        series = null;
        if (!TrySelect(selection, selector ?? "", 2, out List<Labels>? found, out problem))
        {
            return false;
        }

        series = found.Count == 1 ? found[0] : null;
        problem = found.Count switch
        {
            0 => Refusal.Missing("series_unknown", $"No series fits {selector}: look for it with /api/nightjar/v1/series?search=."),
            1 => null,
            _ => Refusal.Bad("series_ambiguous", $"Several series fit {selector}: add labels until one is left, or use /api/v1/query_range for several."),
        };
        return problem is null;
    }

    private static Results<Ok<Page<SeriesRecord>>, ProblemHttpResult> Series(
        SeriesSelection selection,
        TelemetryStore store,
        [AsParameters] PageRequest page,
        [Description("Words that all occur in the series' name or labels.")] string? search,
        [Description("A selector such as cpu{host=~\"web-.+\"}; a derived series by its name, such as requests_total:rate.")] string? match)
    {
        if (!page.IsSound(out ProblemHttpResult? problem))
        {
            return problem;
        }

        IEnumerable<Labels> series = store.Catalog.All.Select(entry => entry.Series.Labels);
        if (match is not null)
        {
            if (!TrySelect(selection, match, int.MaxValue, out List<Labels>? selected, out problem))
            {
                return problem;
            }

            series = selected;
        }

        string[] words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IOrderedEnumerable<Labels> fitting = series
            .Where(labels => words.Length == 0 || HasAll(labels.ToString(), words))
            .Order(LabelsOrder.Instance);
        return TypedResults.Ok(page.Cut(fitting, labels => Record(labels, store.Catalog)));
    }

    private static Results<Ok<SamplesRecord>, ProblemHttpResult> Samples(
        SeriesSelection selection,
        BandReader bands,
        TimeProvider time,
        [Description("A selector that fits one series, such as cpu{host=\"a\"}.")] string? series,
        [AsParameters] RangeRequest range,
        [Description("True adds what was expected at each sample, by the detector that judges the series.")] bool? band,
        CancellationToken cancellation)
    {
        if (!range.TryRead(time, StandardRange, out TimeRange when, out ProblemHttpResult? problem)
            || !TryOne(selection, series, out Labels? one, out problem))
        {
            return problem;
        }

        SamplePoint[] samples = selection.Read([one], when, cancellation).GetValueOrDefault(one.Id) ?? [];
        return samples.Length > MostSamples
            ? Refusal.Cannot("too_many_samples", $"{samples.Length} samples lie in the range, the limit is {MostSamples}: ask for a shorter range, or for steps by /api/v1/query_range.")
            : TypedResults.Ok(new SamplesRecord(
                one.ToString(),
                [.. samples.Where(sample => !StaleMarker.Is(sample.Value)).Select(sample => new SampleRecord(Seconds(sample.TimeNs), sample.Value))],
                band == true ? [.. bands.Read(one, when, cancellation).Select(Record)] : null));
    }

    private static BandRecord Record(BandPoint point) =>
        new(Seconds(point.TimeNs), point.Expected, point.Lower, point.Upper, point.IsLearning, point.IsAbnormal);

    private static double Seconds(long timeNs) => timeNs / (double)Clock.NsPerSecond;

    private static bool TrySelect(
        SeriesSelection selection, string selector, int most, [NotNullWhen(true)] out List<Labels>? found, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        found = null;
        problem = null;
        if (!ExpressionParser.TryParseSelector(selector, out IReadOnlyList<LabelMatcher>? matchers, out string? sentence))
        {
            problem = Refusal.Bad("series_unreadable", $"'{selector}' is no selector such as cpu{{host=\"a\"}}: {sentence}");
            return false;
        }

        try
        {
            found = selection.Select(matchers, long.MinValue, most);
            return true;
        }
        catch (QueryLimitException)
        {
            problem = Refusal.Bad("series_ambiguous", $"Several series fit {selector}: add labels until one is left, or use /api/v1/query_range for several.");
            return false;
        }
        catch (RegexMatchTimeoutException)
        {
            problem = Refusal.Cannot("pattern_too_slow", $"A pattern in {selector} takes too long: make it simpler.");
            return false;
        }
    }

    private static bool HasAll(string text, string[] words) =>
        Array.TrueForAll(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static SeriesRecord Record(Labels labels, SeriesCatalog catalog)
    {
        bool isRaw = catalog.TryGet(labels.Id, out SeriesEntry entry);
        return new SeriesRecord(
            labels.ToString(),
            labels.ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal),
            isRaw ? entry.Series.Kind : MetricKind.Gauge,
            isRaw ? entry.Series.Unit : "",
            isRaw && entry.LastTimeNs != long.MinValue ? Clock.ToTime(entry.LastTimeNs) : null);
    }
}
