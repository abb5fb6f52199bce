using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Charts;

/// <summary>A line chart over time, drawn by ECharts on a canvas. Dragging across it sets the range of all pages.</summary>
public sealed partial class TimeChart
{
    private ElementReference _host;
    private IJSObjectReference? _script;
    private DotNetObjectReference<TimeChart>? _self;
    private ChartModel? _drawn;

    /// <summary>What to show.</summary>
    [Parameter, EditorRequired]
    public required ChartModel Model { get; set; }

    /// <summary>For those who do not see it: what it shows, in a sentence.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

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
        if (ReferenceEquals(Model, _drawn))
        {
            return;
        }

        _drawn = Model;
        _script ??= await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["_content/Nightjar.Server/charts.js"]);
        _self ??= DotNetObjectReference.Create(this);
        await _script.InvokeVoidAsync("draw", _host, Model, Group, "/" + Assets["_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js"], _self);
    }
}
