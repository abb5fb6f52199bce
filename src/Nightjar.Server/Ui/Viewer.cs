using System.Diagnostics.CodeAnalysis;

namespace Nightjar.Server.Ui;

/// <summary>Who looks at the pages, as far as it matters for showing them. One for each request and each circuit.</summary>
public sealed class Viewer
{
    /// <summary>Cookie with the zone's name, written by <c>first.js</c>.</summary>
    public const string ZoneCookie = "nightjar-zone";

    /// <summary>Cookie with <c>dark</c> or <c>light</c>; absent means "as the system".</summary>
    public const string ThemeCookie = "nightjar-theme";

    /// <summary>The zone times are shown in. UTC until the browser has named its own.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Takes the zone by its name. False, and nothing changes, when this machine does not know it.</summary>
    public bool TrySetZone([NotNullWhen(true)] string? name)
    {
        if (string.IsNullOrEmpty(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
        {
            return false;
        }

        Zone = zone;
        return true;
    }
}
