using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Api.Prometheus;

namespace Nightjar.Server.Api.V1;

/// <summary>A range of time in a URL.</summary>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end.</param>
internal readonly record struct RangeRequest(
    [property: Description("Start: seconds since 1970, or RFC 3339 such as 2026-01-31T12:00:00Z.")] string? Start,
    [property: Description("End, in the same forms; now when absent.")] string? End)
{
    /// <summary>Null with no problem when neither end is given.</summary>
    public bool TryRead(TimeProvider time, out TimeRange? range, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        range = null;
        problem = null;
        if (Start is null && End is null)
        {
            return true;
        }

        if (!TryTime("start", Start, long.MinValue, out long fromNs, out problem) || !TryTime("end", End, time.NowNs(), out long toNs, out problem))
        {
            return false;
        }

        problem = toNs < fromNs ? Refusal.Bad("range_reversed", "end lies before start: swap them.") : null;
        range = new TimeRange(fromNs, toNs);
        return problem is null;
    }

    /// <summary>The same with a start when none is given.</summary>
    public bool TryRead(TimeProvider time, TimeSpan standard, out TimeRange range, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        long nowNs = time.NowNs();
        range = new TimeRange(nowNs - standard.ToNs(), nowNs);
        if (!TryRead(time, out TimeRange? given, out problem))
        {
            return false;
        }

        if (given is { } asked)
        {
            range = asked.FromNs == long.MinValue ? asked with { FromNs = asked.ToNs - standard.ToNs() } : asked;
        }

        return true;
    }

    private static bool TryTime(string name, string? text, long absentNs, out long timeNs, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        timeNs = absentNs;
        problem = null;
        if (text is null)
        {
            return true;
        }

        if (RequestValues.TryTime(text, out long timeMs))
        {
            timeNs = timeMs * Clock.NsPerMs;
            return true;
        }

        problem = Refusal.Bad("time_unreadable", $"{name} is '{text}': give seconds since 1970, or RFC 3339 such as 2026-01-31T12:00:00Z.");
        return false;
    }
}
