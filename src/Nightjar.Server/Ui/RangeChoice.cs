using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Ui;

/// <summary>
/// The time range of all pages as the URL says it: <c>range=6h</c> (up to now, moving) or <c>from=…&amp;to=…</c> (standing still).
/// What cannot be read is as if it were not there.
/// </summary>
public sealed record RangeChoice
{
    // A chart of less than this shows one or two samples; of more than this, what retention has long deleted.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>The last hour.</summary>
    public static RangeChoice Default { get; } = new() { Last = TimeSpan.FromHours(1) };

    /// <summary>The ranges offered by a click.</summary>
    public static IReadOnlyList<RangeChoice> Offered { get; } =
    [
        new() { Last = TimeSpan.FromMinutes(15) },
        Default,
        new() { Last = TimeSpan.FromHours(6) },
        new() { Last = TimeSpan.FromDays(1) },
        new() { Last = TimeSpan.FromDays(7) },
        new() { Last = TimeSpan.FromDays(30) },
    ];

    /// <summary>Length up to now; null when <see cref="Fixed"/> is set.</summary>
    public TimeSpan? Last { get; private init; }

    /// <summary>Both ends; null when <see cref="Last"/> is set.</summary>
    public TimeRange? Fixed { get; private init; }

    /// <summary>True when the range moves with the clock, so pages refresh.</summary>
    public bool IsLive => Last is not null;

    /// <summary>A standing range; its ends in either order, no shorter than ten seconds.</summary>
    public static RangeChoice Between(long oneNs, long otherNs)
    {
        long fromNs = Math.Min(oneNs, otherNs);
        long toNs = Math.Max(oneNs, otherNs);
        return new() { Fixed = new TimeRange(fromNs, Math.Clamp(toNs, fromNs + Shortest.ToNs(), fromNs + Longest.ToNs())) };
    }

    /// <summary>Reads a URL's query; <see cref="Default"/> when it says nothing that can be read.</summary>
    public static RangeChoice FromUrl(string url)
    {
        int mark = url.IndexOf('?', StringComparison.Ordinal);
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(mark < 0 ? "" : url[mark..]);
        if (TryParseTime(query.GetValueOrDefault("from"), out long fromNs) && TryParseTime(query.GetValueOrDefault("to"), out long toNs) && fromNs < toNs)
        {
            return Between(fromNs, toNs);
        }

        return TryParseLength(query.GetValueOrDefault("range"), out TimeSpan length) ? new() { Last = length } : Default;
    }

    /// <summary>The range in time.</summary>
    public TimeRange Resolve(long nowNs) => Fixed ?? new TimeRange(nowNs - (Last ?? TimeSpan.Zero).ToNs(), nowNs);

    /// <summary>As query parameters: name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> ToQuery() =>
        Fixed is { } range
            ? [new("from", FormatTime(range.FromNs)), new("to", FormatTime(range.ToNs))]
            : [new("range", FormatLength(Last ?? TimeSpan.Zero))];

    /// <summary>For people: "last 6 h".</summary>
    public string Describe() => Last is { } length ? $"last {Spell.Length(length)}" : $"{Spell.Length(Fixed?.Duration ?? TimeSpan.Zero)} in the past";

    /// <summary>Reads <c>90s</c>, <c>15m</c>, <c>6h</c>, <c>7d</c> within ten seconds and 400 days.</summary>
    public static bool TryParseLength(string? text, out TimeSpan length)
    {
        length = TimeSpan.Zero;
        if (text is not { Length: > 1 and <= 9 }
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return false;
        }

        double seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        length = TimeSpan.FromSeconds(count * seconds);
        return length >= Shortest && length <= Longest;
    }

    private static string FormatLength(TimeSpan length)
    {
        long seconds = (long)length.TotalSeconds;
        (long count, char unit) = (seconds % 86_400, seconds % 3_600, seconds % 60) switch
        {
            (0, _, _) when seconds > 86_400 => (seconds / 86_400, 'd'),
            (_, 0, _) => (seconds / 3_600, 'h'),
            (_, _, 0) => (seconds / 60, 'm'),
            _ => (seconds, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }

    private static string FormatTime(long timeNs) => Clock.ToTime(timeNs).ToString("yyyy-MM-ddTHH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static bool TryParseTime(string? text, out long timeNs)
    {
        timeNs = 0;
        if (text is null || !DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return false;
        }

        // Outside these years nanoseconds since 1970 overflow, and nobody has telemetry.
        timeNs = time.Year is > 1970 and < 2200 ? time.ToUnixNs() : 0;
        return timeNs > 0;
    }
}
