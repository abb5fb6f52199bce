using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A place among lines as it stands in a URL: time in ns, a point, lines given of that time.</summary>
internal static class LogCursorText
{
    /// <summary>Null for none.</summary>
    public static string? Of(LogCursor? cursor) => cursor is { } place ? string.Create(CultureInfo.InvariantCulture, $"{place.TimeNs}.{place.Given}") : null;

    /// <summary>Reads what <see cref="Of"/> has written.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LogCursor? cursor)
    {
        string[] parts = text.Split('.');
        cursor = parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long timeNs)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int given)
            && given <= MostGiven
            ? new LogCursor(timeNs, given)
            : null;
        return cursor is not null;
    }

    // What was given of one instant is read again for the next page; a forged number must not cost the store its memory.
    private const int MostGiven = 1_000_000;
}
