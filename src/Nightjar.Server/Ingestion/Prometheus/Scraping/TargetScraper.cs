namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Scrapes one target at its times for as long as it is configured.</summary>
internal sealed class TargetScraper(ScrapeTarget target, ScrapeClient client, SeriesDoor series, FrontDoor door, SourceLedger ledger, TimeProvider time)
{
    private readonly ScrapePage _page = new(series, new TargetLabels(target.Labels, target.Job.HonorLabels), target.Job.HonorTimestamps);
    private readonly ScrapeReport _report = new(series, target.Labels);

    /// <summary>Runs until the target is removed, and then ends its series; or until the server stops, which ends none.</summary>
    public async Task RunAsync(CancellationToken removed, CancellationToken stopping)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(removed, stopping);
        try
        {
            while (true)
            {
                DateTimeOffset now = time.GetUtcNow();
                await Task.Delay(target.NextScrape(now) - now, time, either.Token);
                await ScrapeAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (!stopping.IsCancellationRequested)
            {
                await EndAsync();
            }
        }
    }

    /// <summary>Scrapes once; what comes of it is in the store, failed or not.</summary>
    internal async Task ScrapeAsync(CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        long timeNs = Timestamp.ToNs(time.GetUtcNow().ToUnixTimeMilliseconds()); // the resolution of every Prometheus store
        using PooledBuffer body = ScrapeClient.NewBuffer();
        (bool openMetrics, string? failure) = await FetchAsync(body, cancellation);
        TimeSpan duration = time.GetElapsedTime(started);
        using SampleBatch batch = new(target.Source);
        ScrapeCounts counts = default;
        failure ??= OverLimit(body.Span, openMetrics);
        if (failure is null)
        {
            counts = _page.Read(body.Span, openMetrics, timeNs, batch);
        }
        else
        {
            _page.EndAll(timeNs, batch);
        }

        _report.Add(failure is null, duration, counts, timeNs, batch);
        await door.WriteAsync(batch, CancellationToken.None);
        ledger.NoteError(target.Source, failure, timeNs);
    }

    /// <summary>A page over sample_limit is refused whole, as in Prometheus: which half of it to keep nobody could say.</summary>
    private string? OverLimit(ReadOnlySpan<byte> page, bool openMetrics)
    {
        long limit = target.Job.SampleLimit;
        long samples = limit > 0 ? ScrapePage.CountSamples(page, openMetrics) : 0;
        return samples <= limit ? null : $"its page has {samples} samples, the limit is {limit}: raise sample_limit, or expose fewer";
    }

    private async Task<(bool OpenMetrics, string? Failure)> FetchAsync(PooledBuffer body, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = new(target.Job.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await client.FetchAsync(target.Url, body, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"it gave no whole page within {target.Job.Timeout.TotalSeconds} s: raise scrape_timeout, or see why it is slow");
        }
    }

    private async Task EndAsync()
    {
        long timeNs = Timestamp.ToNs(time.GetUtcNow().ToUnixTimeMilliseconds());
        using SampleBatch batch = new(target.Source);
        _page.EndAll(timeNs, batch);
        _report.End(timeNs, batch);
        await door.WriteAsync(batch, CancellationToken.None);
    }
}
