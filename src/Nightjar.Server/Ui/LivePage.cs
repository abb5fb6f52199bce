using Microsoft.AspNetCore.Components;
using Nightjar.Storage;

namespace Nightjar.Server.Ui;

/// <summary>
/// A page that shows the range of the URL and, while that moves with the clock, refreshes itself: one load at a time, the pause
/// between loads the longer the longer the range, nothing left behind when the page is left.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _loadedUrl;

    /// <summary>A page that nobody has left yet.</summary>
    protected LivePage() => Left = _left.Token; // kept: the source's own is not to be had any more once the page is left

    /// <summary>The range of the URL, and links that keep it.</summary>
    [Inject]
    protected PageUrl Url { get; set; } = null!; // set by the framework before anything runs

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = null!; // as above

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Left { get; }

    /// <summary>Why the last refresh failed; null when it succeeded. The page shows what it had.</summary>
    protected string? ReadFailure { get; private set; }

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
            // _turn holds nothing to dispose of, and a load under way still gives it back.
        }
    }

    /// <summary>Loads once more. A storage that fails for a while does not take away what the page shows.</summary>
    protected async Task LoadAgainAsync()
    {
        try
        {
            await LoadInTurnAsync(always: true);
        }
        catch (StorageException failure)
        {
            ReadFailure = failure.Message;
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
        try
        {
            while (true)
            {
                await Task.Delay(Pause ?? PauseFor(Url.Choice), Time, Left);
                if (Url.Choice.IsLive)
                {
                    await InvokeAsync(async () =>
                    {
                        await LoadAgainAsync();
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
    private Task LoadIfElsewhereAsync() => _loadedUrl == Url.Text || Left.IsCancellationRequested ? Task.CompletedTask : LoadInTurnAsync(always: false);

    /// <summary>Loads go one after another: a slow one of an older URL would otherwise end last and be what the page shows.</summary>
    private async Task LoadInTurnAsync(bool always)
    {
        await _turn.WaitAsync(Left);
        try
        {
            if (always || _loadedUrl != Url.Text)
            {
                _loadedUrl = Url.Text;
                await LoadAsync();
                ReadFailure = null;
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
