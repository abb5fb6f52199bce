using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui;

/// <summary>
/// What a page shows, as its URL says it: the one time range of all pages, and the filters of this one. It is read from the URL and
/// written to it and kept nowhere else, so every state can be sent to somebody.
/// </summary>
public sealed class PageUrl : IDisposable
{
    private readonly NavigationManager _navigation;
    private readonly TimeProvider _time;

    public PageUrl(NavigationManager navigation, TimeProvider time)
    {
        _navigation = navigation;
        _time = time;
        navigation.LocationChanged += OnLocationChanged;
    }

    /// <summary>The URL has changed.</summary>
    public event Action? Changed;

    /// <summary>The whole URL.</summary>
    public string Text => _navigation.Uri;

    /// <summary>Scheme, host and port, as the browser knows the server: for snippets to copy.</summary>
    public string Origin => new Uri(_navigation.BaseUri).GetLeftPart(UriPartial.Authority);

    /// <summary>The range as the URL says it.</summary>
    public RangeChoice Choice => RangeChoice.FromUrl(_navigation.Uri);

    /// <summary>The range in time, as of now.</summary>
    public TimeRange Range => Choice.Resolve(_time.NowNs());

    /// <summary>The stretch that somebody has chosen of a time that is shown: a standing range within it, and not all of it; else null.</summary>
    public TimeRange? ChosenWithin(TimeRange shown) =>
        Choice.Fixed is { } chosen && chosen.FromNs >= shown.FromNs && chosen.ToNs <= shown.ToNs && chosen.Duration < shown.Duration ? chosen : null;

    /// <summary>A filter of this page, or null.</summary>
    public string? this[string name] => All(name) is [var first, ..] ? first : null;

    /// <summary>All values of a filter that may occur many times.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. QueryHelpers.ParseQuery(new Uri(_navigation.Uri).Query).GetValueOrDefault(name).OfType<string>().Where(value => value.Length > 0)];

    /// <summary>Goes to this page with another range.</summary>
    public void SetRange(RangeChoice choice)
    {
        Dictionary<string, object?> parameters = new() { ["range"] = null, ["from"] = null, ["to"] = null };
        foreach ((string name, string? value) in choice == RangeChoice.Default ? [] : choice.ToQuery())
        {
            parameters[name] = value;
        }

        _navigation.NavigateTo(_navigation.GetUriWithQueryParameters(parameters));
    }

    /// <summary>Sets a filter of this page; null or empty takes it away. The step before is not kept in the history.</summary>
    public void Set(string name, params IReadOnlyList<string?> values)
    {
        string[] set = [.. values.OfType<string>().Where(value => value.Length > 0)];
        _navigation.NavigateTo(
            _navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = set.Length == 0 ? null : set }), replace: true);
    }

    /// <summary>Goes to a link made by <see cref="Link(string, IEnumerable{KeyValuePair{string, string?}})"/>.</summary>
    public void Go(string link) => _navigation.NavigateTo(link);

    /// <summary>A link to another page that keeps the range.</summary>
    public string Link(string path, params IEnumerable<KeyValuePair<string, string?>> filters) => Link(path, Choice, filters);

    /// <summary>A link with a range of its own, such as that of an anomaly.</summary>
    public static string Link(string path, RangeChoice choice, params IEnumerable<KeyValuePair<string, string?>> filters)
    {
        IEnumerable<KeyValuePair<string, string?>> range = choice == RangeChoice.Default ? [] : choice.ToQuery();
        string query = string.Join('&', filters.Concat(range)
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}")); // the line before lets no null pass
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <inheritdoc />
    public void Dispose() => _navigation.LocationChanged -= OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => Changed?.Invoke();
}
