using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary><c>/api/v1/labels</c>, <c>/label/NAME/values</c>, <c>/series</c>: what there is to be asked for.</summary>
internal sealed class CatalogEndpoints(SeriesSelection selection, TelemetryStore store, QueryRunner runner, IOptions<PrometheusOptions> options)
{
    /// <summary>The names of labels.</summary>
    public Task LabelsAsync(HttpContext context) => runner.RunAsync(context, (values, _) =>
        TryMatching(values, out IEnumerable<Labels>? matching, out ApiFailure? failure)
            ? Strings(matching.SelectMany(labels => labels.Select(label => label.Name)), values)
            : failure);

    /// <summary>The values of one label. Of the metric's name the derived ones are listed, too, unless matchers narrow the answer.</summary>
    public Task ValuesAsync(HttpContext context) => runner.RunAsync(context, (values, _) =>
    {
        string name = (string?)context.Request.RouteValues["name"] ?? "";
        if (!IsLabelName(name))
        {
            return ApiFailure.BadData($"invalid label name: \"{name}\"");
        }

        if (!TryMatching(values, out IEnumerable<Labels>? matching, out ApiFailure? failure))
        {
            return failure;
        }

        IEnumerable<string> found = matching.Select(labels => labels[name]).OfType<string>();
        bool isEveryName = name == Labels.MetricName && values.All("match[]").Length == 0;
        return Strings(isEveryName ? found.Concat(selection.Names().Where(text => text.Contains(':', StringComparison.Ordinal))) : found, values);
    });

    /// <summary>Series by matchers.</summary>
    public Task SeriesAsync(HttpContext context) => runner.RunAsync(context, (values, _) =>
    {
        if (values.All("match[]").Length == 0)
        {
            return ApiFailure.BadData("no match[] parameter provided");
        }

        if (!TryMatching(values, out IEnumerable<Labels>? matching, out ApiFailure? failure))
        {
            return failure;
        }

        List<Labels> series = [.. matching.DistinctBy(labels => labels.Id).Take(Limit(values))];
        series.Sort(LabelsOrder.Instance);
        return Answer.Of(async (answer, token) =>
        {
            answer.Json.WriteStartArray();
            foreach (Labels labels in series)
            {
                answer.WriteLabels(labels);
                await answer.FlushIfLargeAsync(token);
            }

            answer.Json.WriteEndArray();
        });
    });

    private static Answer Strings(IEnumerable<string> found, RequestValues values)
    {
        string[] sorted = [.. found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Limit(values))];
        return Answer.Of(async (answer, token) =>
        {
            answer.Json.WriteStartArray();
            foreach (string text in sorted)
            {
                answer.Json.WriteStringValue(text);
                await answer.FlushIfLargeAsync(token);
            }

            answer.Json.WriteEndArray();
        });
    }

    /// <summary>
    /// The series any of the <c>match[]</c> selects; all when there is none. Of the range only its start narrows: when a series
    /// began is not kept in memory. Prometheus, too, answers by whole blocks here.
    /// </summary>
    private bool TryMatching(RequestValues values, [NotNullWhen(true)] out IEnumerable<Labels>? matching, [NotNullWhen(false)] out ApiFailure? failure)
    {
        matching = null;
        if (!values.TryTime("start", long.MinValue / Clock.NsPerMs, out long startMs, out failure)
            || !values.TryTime("end", long.MaxValue / Clock.NsPerMs, out _, out failure))
        {
            return false;
        }

        long fromNs = startMs * Clock.NsPerMs;
        List<Labels> found = [];
        string[] selectors = values.All("match[]");
        foreach (string selector in selectors)
        {
            if (!ExpressionParser.TryParseSelector(selector, out IReadOnlyList<LabelMatcher>? matchers, out string? problem))
            {
                failure = ApiFailure.BadParameter("match[]", problem);
                return false;
            }

            found.AddRange(selection.Select(matchers, fromNs, options.Value.MaxSeries));
        }

        matching = selectors.Length > 0 ? found : store.Catalog.All.Where(entry => entry.LastTimeNs >= fromNs).Select(entry => entry.Series.Labels);
        return true;
    }

    private static int Limit(RequestValues values) =>
        int.TryParse(values["limit"], System.Globalization.CultureInfo.InvariantCulture, out int limit) && limit > 0 ? limit : int.MaxValue;

    private static bool IsLabelName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_');
}
