using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui;

/// <summary>The one time range of all pages. It lives in the URL; this reads it, writes it, and keeps it in links between pages.</summary>
public sealed class PageRange : IDisposable
{
    private readonly NavigationManager _navigation;
    private readonly TimeProvider _time;

    public PageRange(NavigationManager navigation, TimeProvider time)
    {
        _navigation = navigation;
        _time = time;
        navigation.LocationChanged += OnLocationChanged;
    }

    /// <summary>The URL has changed: the range, or some other state in it.</summary>
    public event Action? Changed;

    /// <summary>What the URL says now.</summary>
    public RangeChoice Choice => RangeChoice.FromUrl(_navigation.Uri);

    /// <summary>The range in time, as of now.</summary>
    public TimeRange Now => Choice.Resolve(_time.NowNs());

    /// <summary>Goes to the same page with another range.</summary>
    public void Set(RangeChoice choice)
    {
        Dictionary<string, object?> parameters = new() { ["range"] = null, ["from"] = null, ["to"] = null };
        foreach ((string name, string? value) in choice.ToQuery())
        {
            parameters[name] = value;
        }

        _navigation.NavigateTo(_navigation.GetUriWithQueryParameters(parameters));
    }

    /// <summary>A link to another page that keeps the range.</summary>
    public string Link(string path, params IEnumerable<KeyValuePair<string, string?>> state) => Link(path, Choice, state);

    /// <summary>A link with a range of its own, such as that of an anomaly.</summary>
    public static string Link(string path, RangeChoice choice, params IEnumerable<KeyValuePair<string, string?>> state)
    {
        IEnumerable<KeyValuePair<string, string?>> range = choice == RangeChoice.Default ? [] : choice.ToQuery();
        string query = string.Join('&', state.Concat(range)
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}")); // the line before lets no null pass
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <inheritdoc />
    public void Dispose() => _navigation.LocationChanged -= OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => Changed?.Invoke();
}
