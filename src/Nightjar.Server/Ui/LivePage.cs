using Microsoft.AspNetCore.Components;

namespace Nightjar.Server.Ui;

/// <summary>
/// A page that shows the range of the URL and, while that moves with the clock, refreshes itself: one load at a time, the pause
/// between loads the longer the longer the range, nothing left behind when the page is left.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private string? _loadedUrl;

    /// <summary>The range of the URL, and links that keep it.</summary>
    [Inject]
    protected PageUrl Url { get; set; } = null!; // set by the framework before anything runs

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = null!; // as above

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Left => _left.Token;

    /// <summary>How often the page refreshes, without regard to the range; the range's pause when null.</summary>
    protected virtual TimeSpan? Pause => null;

    /// <summary>Fetches what the page shows. Called at first, when the URL changes and, live, from time to time.</summary>
    protected abstract Task LoadAsync();

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync() => await LoadIfElsewhereAsync();

    /// <inheritdoc />
    protected override void OnInitialized() => Url.Changed += OnRangeChanged;

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = RefreshAsync();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the refreshing.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Url.Changed -= OnRangeChanged;
            _left.Cancel();
            _left.Dispose();
        }
    }

    private static TimeSpan PauseFor(RangeChoice choice) => choice.Last switch
    {
        { TotalHours: <= 1 } => TimeSpan.FromSeconds(5),
        { TotalHours: <= 6 } => TimeSpan.FromSeconds(15),
        _ => TimeSpan.FromMinutes(1),
    };

    private async Task RefreshAsync()
    {
        CancellationToken left = _left.Token;
        try
        {
            while (true)
            {
                await Task.Delay(Pause ?? PauseFor(Url.Choice), Time, left);
                if (Url.Choice.IsLive)
                {
                    await InvokeAsync(async () =>
                    {
                        await LoadAsync();
                        StateHasChanged();
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure); // the layout says it in place of the page
        }
    }

    private void OnRangeChanged() => _ = InvokeAsync(async () =>
    {
        try
        {
            await LoadIfElsewhereAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    });

    /// <summary>A new URL is told twice, by parameters and by the event: one load is enough.</summary>
    private async Task LoadIfElsewhereAsync()
    {
        if (_loadedUrl != Url.Text && !_left.IsCancellationRequested)
        {
            _loadedUrl = Url.Text;
            await LoadAsync();
        }
    }
}
