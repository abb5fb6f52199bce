namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>One entry of <c>scrape_configs</c>.</summary>
internal sealed record ScrapeJob
{
    /// <summary>Its name: the label <c>job</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How often each target is scraped.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How long a target may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Path of the page.</summary>
    public string MetricsPath { get; init; } = "/metrics";

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The query, escaped, with its question mark; or empty.</summary>
    public string Query { get; init; } = "";

    /// <summary>True when the page's own labels win over the target's.</summary>
    public bool HonorLabels { get; init; }

    /// <summary>True when the page's own times are kept.</summary>
    public bool HonorTimestamps { get; init; } = true;

    /// <summary>True when redirects are followed, at most ten.</summary>
    public bool FollowRedirects { get; init; } = true;

    /// <summary>True when a server's certificate is not checked.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>The Authorization header, or null.</summary>
    public ScrapeAuthorization? Authorization { get; init; }

    /// <summary>Most samples of a page; 0 means any number.</summary>
    public long SampleLimit { get; init; }

    /// <summary>Largest page in bytes, decompressed; 0 means ingestion.maxBodyBytes.</summary>
    public long BodySizeLimit { get; init; }

    /// <summary>Targets named in the configuration.</summary>
    public IReadOnlyList<TargetGroup> StaticGroups { get; init; } = [];

    /// <summary>Patterns of files that name targets, absolute.</summary>
    public IReadOnlyList<string> FilePatterns { get; init; } = [];

    /// <summary>How often those are read at the latest; changes are noticed sooner.</summary>
    public TimeSpan FileRefresh { get; init; } = TimeSpan.FromMinutes(5);
}
