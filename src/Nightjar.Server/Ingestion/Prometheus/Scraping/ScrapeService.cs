using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Keeps one scraper running for each target, and follows the files that name targets.</summary>
internal sealed partial class ScrapeService : BackgroundService
{
    // How soon a changed file is noticed; looking costs a directory listing.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<ScrapeJob> _jobs;
    private readonly ScrapeServices _services;
    private readonly ILogger<ScrapeService> _log;
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    private HashSet<string> _told = [];

    public ScrapeService(IReadOnlyList<ScrapeJob> jobs, ScrapeServices services, IMeterFactory meters, ILogger<ScrapeService> log)
    {
        _jobs = jobs;
        _services = services;
        _log = log;
        meters.Create(SelfMeter.Name).CreateObservableGauge("nightjar.prometheus.targets", () => _running.Count, "{target}", "Targets being scraped.");
    }

    private sealed record Running(Task Task, CancellationTokenSource Removed);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (_jobs.Count == 0)
        {
            return;
        }

        List<(TargetDiscovery Discovery, ScrapeClient Client)> jobs =
            [.. _jobs.Select(job => (new TargetDiscovery(job, _services.Time), new ScrapeClient(job, _services.MaxBodyBytes)))];
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                Adjust(jobs, stoppingToken);
                await Task.Delay(LookEvery, _services.Time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops: the scrapers see it too.
        }
        finally
        {
            await Task.WhenAll(_running.Values.Select(running => running.Task));
            jobs.ForEach(job => job.Client.Dispose());
        }
    }

    private void Adjust(List<(TargetDiscovery Discovery, ScrapeClient Client)> jobs, CancellationToken stopping)
    {
        HashSet<string> wanted = new(StringComparer.Ordinal);
        HashSet<string> faulty = [];
        foreach ((TargetDiscovery discovery, ScrapeClient client) in jobs)
        {
            (IReadOnlyList<ScrapeTarget> targets, IReadOnlyList<string> faults) = discovery.Discover();
            faulty.UnionWith(faults);

            foreach (ScrapeTarget target in targets)
            {
                if (wanted.Count < _services.MaxTargets)
                {
                    wanted.Add(target.Key);
                    Start(target, client, stopping);
                }
                else
                {
                    faulty.Add($"more than {_services.MaxTargets} are named, the rest is not scraped: raise prometheus.maxTargets");
                }
            }
        }

        foreach (string fault in faulty.Except(_told))
        {
            LogTargetFault(fault); // once, and again only when it comes back
        }

        _told = faulty;
        foreach ((string key, Running running) in _running.Where(running => !wanted.Contains(running.Key)).ToList())
        {
            running.Removed.Cancel();
            _running.Remove(key);
        }
    }

    private void Start(ScrapeTarget target, ScrapeClient client, CancellationToken stopping)
    {
        if (!_running.ContainsKey(target.Key))
        {
            CancellationTokenSource removed = new();
            TargetScraper scraper = new(target, client, _services.Series, _services.Door, _services.Ledger, _services.Time);
            _running.Add(target.Key, new Running(GuardAsync(scraper, target, removed.Token, stopping), removed));
        }
    }

    /// <summary>A fault of ours in one scraper must not take the others along, nor go unseen.</summary>
    private async Task GuardAsync(TargetScraper scraper, ScrapeTarget target, CancellationToken removed, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            await scraper.RunAsync(removed, stopping);
        }
#pragma warning disable CA1031 // at the stage's edge: logged, and the other targets go on
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogScraperFailed(target.Source, failure);
        }
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Targets to scrape: {Fault}")]
    private partial void LogTargetFault(string fault);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error, Message = "The scraper of {Source} ended by a fault; its series get no more samples.")]
    private partial void LogScraperFailed(string source, Exception failure);
}
