using Microsoft.AspNetCore.Components;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Ui.Pages;

/// <summary>One incident, top-down: what and how bad, since when, why, and the numbers behind it.</summary>
public sealed partial class IncidentPage
{
    private IncidentView? _view;
    private Anomaly[] _symptoms = [];

    /// <summary>The incident's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IncidentQuery Query { get; set; } = null!; // set by the framework before anything runs

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _view = await Query.OneAsync(Id, Left);
        _symptoms = [.. _view?.Incident.Anomalies.OrderByDescending(anomaly => anomaly.Severity).ThenByDescending(anomaly => anomaly.Score) ?? Enumerable.Empty<Anomaly>()];
    }

    private string Length(long fromNs, long? toNs) => Spell.Length(new TimeRange(fromNs, toNs ?? Time.NowNs()).Duration);
}
