namespace Nightjar.Server.Api.V1;

/// <summary>How many SQL statements and checks run at once.</summary>
internal sealed class StoreTurns : IDisposable
{
    // One statement takes all cores and much of DuckDB's memory; a second lets a short one pass beside a long check.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Runs work when its turn has come; false when that took longer than <paramref name="patience"/>.</summary>
    public async Task<bool> TryRunAsync(Func<Task> work, TimeSpan patience, CancellationToken cancellation)
    {
        if (!await _turns.WaitAsync(patience, cancellation))
        {
            return false;
        }

        try
        {
            await work();
            return true;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();
}
