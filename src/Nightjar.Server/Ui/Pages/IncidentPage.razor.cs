using Microsoft.AspNetCore.Components;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Correlation;
using Nightjar.Server.Ui.Queries;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Ui.Pages;

/// <summary>One incident, top-down: what and how bad, since when, why, and the numbers behind it.</summary>
public sealed partial class IncidentPage
{
    // There are no user accounts yet: the timeline can only say where the word came from.
    private const string Who = "a viewer of its page";

    private IncidentView? _view;
    private Anomaly[] _symptoms = [];
    private bool _busy;
    private string? _failure;

    /// <summary>The incident's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IncidentQuery Query { get; set; } = null!; // set by the framework before anything runs

    [Inject]
    private IncidentDesk Desk { get; set; } = null!; // as above

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _view = await Query.OneAsync(Id, Left);
        _symptoms = [.. _view?.Incident.Anomalies.OrderByDescending(anomaly => anomaly.Severity).ThenByDescending(anomaly => anomaly.Score) ?? Enumerable.Empty<Anomaly>()];
    }

    private Task AcknowledgeAsync() => ActAsync(Desk.AcknowledgeAsync);

    private Task ResolveAsync() => ActAsync(Desk.ResolveAsync);

    private async Task ActAsync(Func<string, string, CancellationToken, Task<bool>> action)
    {
        if (_view is null)
        {
            return;
        }

        _busy = true;
        _failure = await action(_view.Incident.Id, Who, Left) ? null : "The incident has changed meanwhile; this is how it stands now.";
        await LoadAgainAsync();
        _busy = false;
    }

    private string Length(long fromNs, long? toNs) => Spell.Length(new TimeRange(fromNs, toNs ?? Time.NowNs()).Duration);

    private string RankingLink(TimeRange shown)
    {
        TimeRange range = Url.ChosenWithin(shown) ?? shown;
        return PageUrl.Link("/anomalies/ranking", RangeChoice.Between(range.FromNs, range.ToNs));
    }
}
