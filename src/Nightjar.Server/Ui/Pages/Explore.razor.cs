using System.Collections.ObjectModel;
using Microsoft.AspNetCore.Components;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Ui.Pages;

/// <summary>Finds series, draws them over each other, shows their numbers.</summary>
public sealed partial class Explore
{
    private const string SeriesKey = "s";
    private const string TextKey = "q";
    private const string ViewKey = "view";

    private readonly TypedText _typed = new();

    private ReadOnlyCollection<SeriesHit> _hits = ReadOnlyCollection<SeriesHit>.Empty;
    private IReadOnlyList<Labels> _series = [];
    private IReadOnlyList<SeriesChart> _charts = [];
    private IReadOnlyList<ChartPanel> _panels = [];
    private IReadOnlyList<RankedLine>? _ranked;
    private TimeRange _range;
    private bool _catalogEmpty;

    [Inject]
    private SeriesIndex Index { get; set; } = null!; // set by the framework before anything runs

    [Inject]
    private ChartQuery Charts { get; set; } = null!; // as above

    [Inject]
    private RankingQuery Ranking { get; set; } = null!; // as above

    private bool AsTable => Url[ViewKey] == "table";

    private string FoundText => _hits.Count == 0 ? "" : Spell.Count(_hits.Count, "series", "series");

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _typed.Seen(Url[TextKey]);
        _hits = Index.Search(_typed.Text);
        _catalogEmpty = _hits.Count == 0 && Index.All.Count == 0;
        _series = [.. Url.All(SeriesKey).Select(text => SeriesText.TryParse(text, out Labels labels) ? labels : null).OfType<Labels>().Distinct().Take(ChartQuery.MaxSeries)];
        _range = Url.Range;
        _charts = await Charts.ReadAsync(_series, _range, withBands: _series.Count == 1, Left);
        _panels = ChartPanel.Of(_charts, _range);

        // Who has chosen a stretch of time asks what it was; for a range that moves on a ranking would be made anew every few seconds.
        _ranked = Url.Choice.IsLive ? null : await Ranking.LinesAsync(_range, null, RankingQuery.ShortList, Left);
    }

    private bool IsPicked(SeriesHit hit) => _series.Contains(hit.Labels);

    private void Send()
    {
        _typed.Sent();
        Url.Set(TextKey, _typed.Text);
    }

    private void ToggleTable() => Url.Set(ViewKey, AsTable ? null : "table");

    private void Clear() => Url.Set(SeriesKey);

    private void Toggle(SeriesHit hit) => Pick(IsPicked(hit) ? _series.Where(series => !series.Equals(hit.Labels)) : _series.Append(hit.Labels));

    private void Remove(Labels labels) => Pick(_series.Where(series => !series.Equals(labels)));

    private void Pick(IEnumerable<Labels> series) => Url.Set(SeriesKey, [.. series.TakeLast(ChartQuery.MaxSeries).Select(labels => labels.ToString())]);
}
