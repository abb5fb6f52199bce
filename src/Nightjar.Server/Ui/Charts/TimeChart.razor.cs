using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Ui.Charts;

/// <summary>A line chart over time, drawn by ECharts on a canvas. Dragging across it sets the range of all pages. Below it stands when its series stood out.</summary>
public sealed partial class TimeChart
{
    private ElementReference _host;
    private IJSObjectReference? _script;
    private DotNetObjectReference<TimeChart>? _self;
    private ChartPanel? _drawn;

    /// <summary>What to show.</summary>
    [Parameter, EditorRequired]
    public required ChartPanel Panel { get; set; }

    /// <summary>Height in pixels.</summary>
    [Parameter]
    public int Height { get; set; } = 240;

    /// <summary>Charts of one group share the crosshair.</summary>
    [Parameter]
    public string? Group { get; set; }

    /// <summary>Called by the script when a stretch of time has been drawn with the mouse or a finger.</summary>
    [JSInvokable]
    public void OnZoom(double fromMs, double toMs) =>
        Url.SetRange(RangeChoice.Between((long)fromMs * Clock.NsPerMs, (long)toMs * Clock.NsPerMs));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("dispose", _host);
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the chart with it.
        }

        _self?.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (ReferenceEquals(Panel, _drawn))
        {
            return;
        }

        _drawn = Panel;
        _script ??= await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["_content/Nightjar.Server/charts.js"]);
        _self ??= DotNetObjectReference.Create(this);
        await _script.InvokeVoidAsync("draw", _host, Panel.Model, Group, "/" + Assets["_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js"], _self, Chosen());
    }
    /// <summary>What the URL names of the time shown, so that it stays marked on a chart that shows more.</summary>
    private double[]? Chosen() =>
        Url.ChosenWithin(new TimeRange(Panel.Model.FromMs * Clock.NsPerMs, Panel.Model.ToMs * Clock.NsPerMs)) is { } range
            ? [range.FromNs / (double)Clock.NsPerMs, range.ToNs / (double)Clock.NsPerMs]
            : null;
}
