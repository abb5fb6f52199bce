using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary><c>/api/v1/query</c> and <c>/api/v1/query_range</c>.</summary>
internal sealed class QueryEndpoints(SeriesSelection selection, QueryRunner runner, IOptions<PrometheusOptions> options, TimeProvider time)
{
    // Prometheus' own bound: a screen has fewer pixels.
    private const long MaxPoints = 11_000;

    // Series read in one query of the store. The first query is small, because nothing is known yet of how many samples a series has;
    // the next ones are as large as the samples left allow, if it goes on like this.
    private const int FirstGroupSize = 16;
    private const int GroupSize = 256;

    private readonly record struct Found(Labels Labels, SamplePoint[] Samples);

    /// <summary>The value at one instant.</summary>
    public Task QueryAsync(HttpContext context) => runner.RunAsync(context, Query);

    /// <summary>The values at steps of a range.</summary>
    public Task QueryRangeAsync(HttpContext context) => runner.RunAsync(context, QueryRange);

    private Answer Query(RequestValues values, CancellationToken cancellation)
    {
        if (!values.TryTime("time", time.NowNs() / Clock.NsPerMs, out long timeMs, out ApiFailure? failure))
        {
            return failure;
        }

        if (!ExpressionParser.TryParse(values["query"], out Expression? expression, out string? problem))
        {
            return ApiFailure.BadParameter("query", problem);
        }

        return expression switch
        {
            Expression.Number number => Answer.Of(answer => WriteScalar(answer, timeMs, number.Value)),
            Expression.Selector { RangeMs: null } selector => Vector(selector, timeMs, cancellation),
            Expression.Selector selector => Samples(selector, timeMs, cancellation),
            _ => ApiFailure.Execution("this expression cannot be evaluated"),
        };
    }

    private Answer QueryRange(RequestValues values, CancellationToken cancellation)
    {
        if (!values.TryTime("start", null, out long startMs, out ApiFailure? failure)
            || !values.TryTime("end", null, out long endMs, out failure)
            || !TryStep(values, startMs, endMs, out long stepMs, out failure))
        {
            return failure;
        }

        if (!ExpressionParser.TryParse(values["query"], out Expression? expression, out string? problem))
        {
            return ApiFailure.BadParameter("query", problem);
        }

        if (expression is Expression.Selector { RangeMs: not null })
        {
            return ApiFailure.BadParameter("query", "invalid expression type \"range vector\" for range query, must be Scalar or instant Vector");
        }

        long offsetMs = expression is Expression.Selector offset ? offset.OffsetMs : 0;
        List<Found> found = expression is Expression.Selector selector
            ? Read(selector, Window(startMs - offsetMs, endMs - offsetMs, SampleWindow.LookBackNs), cancellation)
            : [];
        return Answer.Of(async (answer, token) =>
        {
            BeginResult(answer, "matrix");
            if (expression is Expression.Number number)
            {
                WriteConstant(answer, number.Value, startMs, endMs, stepMs);
            }

            foreach (Found series in found)
            {
                WriteSteps(answer, series, startMs, endMs, stepMs, offsetMs);
                await answer.FlushIfLargeAsync(token);
            }

            EndResult(answer);
        });
    }

    private static bool TryStep(RequestValues values, long startMs, long endMs, out long stepMs, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ApiFailure? failure)
    {
        stepMs = 0;
        if (endMs < startMs)
        {
            failure = ApiFailure.BadParameter("end", "end timestamp must not be before start time");
            return false;
        }

        if (!values.TryStep("step", out stepMs, out failure))
        {
            return false;
        }

        failure = (endMs - startMs) / stepMs > MaxPoints
            ? ApiFailure.BadData("exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)")
            : null;
        return failure is null;
    }

    private Answer Vector(Expression.Selector selector, long timeMs, CancellationToken cancellation)
    {
        long instantMs = timeMs - selector.OffsetMs;
        List<Found> found = Read(selector, Window(instantMs, instantMs, SampleWindow.LookBackNs), cancellation);
        return Answer.Of(async (answer, token) =>
        {
            BeginResult(answer, "vector");
            foreach (Found series in found)
            {
                int cursor = 0;
                if (SampleWindow.TryAt(series.Samples, instantMs * Clock.NsPerMs, ref cursor, out double value))
                {
                    BeginSeries(answer, series.Labels, "value");
                    answer.WritePoint(timeMs, value);
                    answer.Json.WriteEndObject();
                    await answer.FlushIfLargeAsync(token);
                }
            }

            EndResult(answer);
        });
    }

    private Answer Samples(Expression.Selector selector, long timeMs, CancellationToken cancellation)
    {
        long endMs = timeMs - selector.OffsetMs;
        long rangeMs = selector.RangeMs ?? 0;
        List<Found> found = Read(selector, Window(endMs, endMs, rangeMs * Clock.NsPerMs), cancellation);
        return Answer.Of(async (answer, token) =>
        {
            BeginResult(answer, "matrix");
            foreach (Found series in found.Where(series => series.Samples.Any(sample => !StaleMarker.Is(sample.Value))))
            {
                BeginSeries(answer, series.Labels, "values");
                answer.Json.WriteStartArray();
                foreach (SamplePoint sample in series.Samples)
                {
                    if (!StaleMarker.Is(sample.Value))
                    {
                        answer.WritePoint(sample.TimeNs / Clock.NsPerMs, sample.Value);
                    }
                }

                answer.Json.WriteEndArray();
                answer.Json.WriteEndObject();
                await answer.FlushIfLargeAsync(token);
            }

            EndResult(answer);
        });
    }

    private List<Found> Read(Expression.Selector selector, TimeRange window, CancellationToken cancellation)
    {
        List<Labels> series = selection.Select(selector.Matchers, window.FromNs, options.Value.MaxSeries);
        List<Found> found = new(series.Count);
        long count = 0;
        int size = FirstGroupSize;
        for (int from = 0; from < series.Count; from += size, size = NextGroup(from, count))
        {
            List<Labels> group = series.GetRange(from, Math.Min(size, series.Count - from));
            IReadOnlyDictionary<SeriesId, SamplePoint[]> read = selection.Read(group, window, out long samplesRead, cancellation);
            count += samplesRead;
            foreach (Labels labels in group)
            {
                if (read.TryGetValue(labels.Id, out SamplePoint[]? samples))
                {
                    found.Add(new Found(labels, samples));
                }
            }

            if (count > options.Value.MaxSamples)
            {
                throw new QueryLimitException("query processing would load too many samples into memory in query execution: ask for a shorter range or fewer series, or raise api.maxSamples");
            }
        }

        return found;
    }

    private int NextGroup(int readSeries, long readSamples)
    {
        long perSeries = Math.Max(1, readSamples / readSeries);
        return (int)Math.Clamp((options.Value.MaxSamples - readSamples) / perSeries, 1, GroupSize);
    }

    private static TimeRange Window(long fromMs, long toMs, long backNs) => new((fromMs * Clock.NsPerMs) - backNs, toMs * Clock.NsPerMs);

    private static void WriteSteps(AnswerWriter answer, Found series, long startMs, long endMs, long stepMs, long offsetMs) // hot
    {
        bool isBegun = false;
        int cursor = 0;
        for (long atMs = startMs; atMs <= endMs; atMs += stepMs)
        {
            if (!SampleWindow.TryAt(series.Samples, (atMs - offsetMs) * Clock.NsPerMs, ref cursor, out double value))
            {
                continue;
            }

            if (!isBegun)
            {
                BeginSeries(answer, series.Labels, "values");
                answer.Json.WriteStartArray();
                isBegun = true;
            }

            answer.WritePoint(atMs, value);
        }

        if (isBegun)
        {
            answer.Json.WriteEndArray();
            answer.Json.WriteEndObject();
        }
    }

    private static void WriteConstant(AnswerWriter answer, double value, long startMs, long endMs, long stepMs)
    {
        BeginSeries(answer, Labels.Empty, "values");
        answer.Json.WriteStartArray();
        for (long atMs = startMs; atMs <= endMs; atMs += stepMs)
        {
            answer.WritePoint(atMs, value);
        }

        answer.Json.WriteEndArray();
        answer.Json.WriteEndObject();
    }

    private static void WriteScalar(AnswerWriter answer, long timeMs, double value)
    {
        answer.Json.WriteStartObject();
        answer.Json.WriteString("resultType"u8, "scalar"u8);
        answer.Json.WritePropertyName("result"u8);
        answer.WriteScalar(timeMs, value);
        answer.Json.WriteEndObject();
    }

    private static void BeginResult(AnswerWriter answer, string type)
    {
        answer.Json.WriteStartObject();
        answer.Json.WriteString("resultType"u8, type);
        answer.Json.WriteStartArray("result"u8);
    }

    private static void EndResult(AnswerWriter answer)
    {
        answer.Json.WriteEndArray();
        answer.Json.WriteEndObject();
    }

    private static void BeginSeries(AnswerWriter answer, Labels labels, string property)
    {
        answer.Json.WriteStartObject();
        answer.Json.WritePropertyName("metric"u8);
        answer.WriteLabels(labels);
        answer.Json.WritePropertyName(property);
    }
}
