using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>The parameters of a call: those of the form first, then those of the URL, as Prometheus reads them.</summary>
internal sealed class RequestValues(IQueryCollection query, IFormCollection? form)
{
    // Further away a time in nanoseconds no longer fits 64 bits.
    private const double FarthestSeconds = 9e9;

    /// <summary>Reads the form of a POST.</summary>
    public static async Task<RequestValues> OfAsync(HttpRequest request, CancellationToken cancellation) =>
        new(request.Query, request.HasFormContentType ? await request.ReadFormAsync(cancellation) : null);

    /// <summary>A parameter, or an empty string.</summary>
    public string this[string name] => All(name) is [{ } first, ..] ? first : "";

    /// <summary>Every value of a parameter.</summary>
    public string[] All(string name)
    {
        StringValues values = form is not null && form.TryGetValue(name, out StringValues ofForm) ? StringValues.Concat(ofForm, query[name]) : query[name];
        return [.. values.OfType<string>()];
    }

    /// <summary>A time in ms since 1970: seconds with a fraction, or RFC 3339. The fallback when absent.</summary>
    public bool TryTime(string name, long? fallbackMs, out long timeMs, [NotNullWhen(false)] out ApiFailure? failure)
    {
        string text = this[name];
        failure = null;
        if (text.Length == 0 && fallbackMs is { } fallback)
        {
            timeMs = fallback;
            return true;
        }

        if (TryTime(text, out timeMs))
        {
            return true;
        }

        failure = ApiFailure.BadParameter(name, $"cannot parse \"{text}\" to a valid timestamp");
        return false;
    }

    /// <summary>A step in ms: seconds with a fraction, or <c>15s</c>.</summary>
    public bool TryStep(string name, out long stepMs, [NotNullWhen(false)] out ApiFailure? failure)
    {
        string text = this[name];
        failure = null;
        if (TryLength(text, out stepMs))
        {
            failure = stepMs > 0 ? null : ApiFailure.BadParameter(name, "zero or negative query resolution step widths are not accepted. Try a positive integer");
            return failure is null;
        }

        failure = ApiFailure.BadParameter(name, $"cannot parse \"{text}\" to a valid duration");
        return false;
    }

    /// <summary>A length of time in ms.</summary>
    public static bool TryLength(string text, out long ms)
    {
        if (TrySeconds(text, out double seconds))
        {
            ms = (long)(seconds * 1_000);
            return true;
        }

        return DurationText.TryParse(text, out ms);
    }

    /// <summary>Seconds with a fraction, or RFC 3339, in ms since 1970.</summary>
    public static bool TryTime(string text, out long timeMs)
    {
        if (TrySeconds(text, out double seconds))
        {
            timeMs = (long)Math.Round(seconds * 1_000);
            return true;
        }

        bool isRfc3339 = DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time);
        timeMs = isRfc3339 ? time.ToUnixTimeMilliseconds() : 0;
        return isRfc3339 && text.Length > 19 // a zone is demanded
            && Math.Abs(timeMs / 1_000d) <= FarthestSeconds;
    }

    private static bool TrySeconds(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds)
            && Math.Abs(seconds) <= FarthestSeconds;
}
