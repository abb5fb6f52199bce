using Microsoft.Extensions.Configuration;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Reads <c>scrape_configs</c> and <c>global</c>, in Prometheus' own form.</summary>
internal static class ScrapeConfiguration
{
    // Prometheus' own defaults.
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultRefresh = TimeSpan.FromMinutes(5);

    /// <summary>The jobs.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="baseDirectory">Where relative file names begin.</param>
    /// <exception cref="ConfigurationException">A key is unknown or its value wrong; the message names the key.</exception>
    public static IReadOnlyList<ScrapeJob> Read(IConfiguration configuration, string baseDirectory)
    {
        ConfigurationSectionReader global = new(configuration.GetSection("global"), "global");
        global.Allow("scrape_interval", "scrape_timeout");
        TimeSpan interval = global.Duration("scrape_interval", DefaultInterval);
        TimeSpan timeout = global.Duration("scrape_timeout", DefaultTimeout);
        ConfigurationSectionReader root = new(configuration, "nightjar.yaml");
        List<ScrapeJob> jobs = [.. root.Items("scrape_configs").Select(job => ReadJob(job, interval, timeout, baseDirectory))];
        string? twice = jobs.GroupBy(job => job.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? jobs : throw new ConfigurationException($"scrape_configs: the job_name {twice} occurs twice; give each job its own.");
    }

    private static ScrapeJob ReadJob(ConfigurationSectionReader job, TimeSpan interval, TimeSpan timeout, string baseDirectory)
    {
        job.Allow(
            "job_name", "scrape_interval", "scrape_timeout", "metrics_path", "scheme", "params", "static_configs", "file_sd_configs",
            "honor_labels", "honor_timestamps", "basic_auth", "authorization", "bearer_token", "bearer_token_file", "sample_limit",
            "body_size_limit", "tls_config", "follow_redirects");
        ConfigurationSectionReader? tls = job.Section("tls_config");
        tls?.Allow("insecure_skip_verify");
        TimeSpan every = job.Duration("scrape_interval", interval);
        TimeSpan limit = job.Duration("scrape_timeout", timeout < every ? timeout : every);
        string scheme = job.Text("scheme", "http");
        List<(IReadOnlyList<string> Patterns, TimeSpan Refresh)> files = [.. job.Items("file_sd_configs").Select(ReadFiles)];
        return new ScrapeJob
        {
            Name = job.Text("job_name") is { Length: > 0 } name ? name : throw job.Fault("job_name", "is missing: give the job a name"),
            Interval = every,
            Timeout = limit <= every ? limit : throw job.Fault("scrape_timeout", "is longer than scrape_interval: shorten it"),
            MetricsPath = job.Text("metrics_path", "/metrics"),
            Scheme = scheme is "http" or "https" ? scheme : throw job.Fault("scheme", $"must be http or https, not {scheme}"),
            Query = ReadQuery(job),
            HonorLabels = job.Flag("honor_labels", false),
            HonorTimestamps = job.Flag("honor_timestamps", true),
            FollowRedirects = job.Flag("follow_redirects", true),
            InsecureSkipVerify = tls?.Flag("insecure_skip_verify", false) ?? false,
            Authorization = ReadAuthorization(job, baseDirectory),
            SampleLimit = job.Count("sample_limit"),
            BodySizeLimit = job.Size("body_size_limit"),
            StaticGroups = [.. job.Items("static_configs").Select(ReadGroup)],
            FilePatterns = [.. files.SelectMany(file => file.Patterns).Select(pattern => Path.GetFullPath(pattern, baseDirectory))],
            FileRefresh = files.Select(file => file.Refresh).DefaultIfEmpty(DefaultRefresh).Min(),
        };
    }

    private static TargetGroup ReadGroup(ConfigurationSectionReader group)
    {
        group.Allow("targets", "labels");
        return new TargetGroup(group.Texts("targets"), [.. group.Section("labels")?.Pairs().Select(pair => new Label(pair.Key, pair.Value)) ?? []]);
    }

    private static (IReadOnlyList<string> Patterns, TimeSpan Refresh) ReadFiles(ConfigurationSectionReader files)
    {
        files.Allow("files", "refresh_interval");
        IReadOnlyList<string> patterns = files.Texts("files");
        string? wrong = patterns.FirstOrDefault(pattern => Path.GetExtension(pattern) is not (".json" or ".yml" or ".yaml"));
        return wrong is null
            ? (patterns, files.Duration("refresh_interval", DefaultRefresh))
            : throw files.Fault("files", $"names {wrong}: file names end in .json, .yml or .yaml");
    }

    private static string ReadQuery(ConfigurationSectionReader job)
    {
        ConfigurationSectionReader? parameters = job.Section("params");
        IEnumerable<string> pairs = parameters?.Keys().SelectMany(
            key => parameters.Texts(key).Select(value => $"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}")) ?? [];
        string query = string.Join('&', pairs);
        return query.Length == 0 ? "" : "?" + query;
    }

    private static ScrapeAuthorization? ReadAuthorization(ConfigurationSectionReader job, string baseDirectory)
    {
        ConfigurationSectionReader? basic = job.Section("basic_auth");
        ConfigurationSectionReader? other = job.Section("authorization");
        basic?.Allow("username", "password", "password_file");
        other?.Allow("type", "credentials", "credentials_file");
        List<ScrapeAuthorization> ways = [];
        if (basic is not null)
        {
            ways.Add(new ScrapeAuthorization("Basic", basic.Text("username", ""), basic.Text("password"), FullPath(basic.Text("password_file"))));
        }

        if (other is not null)
        {
            ways.Add(new ScrapeAuthorization(other.Text("type", "Bearer"), null, other.Text("credentials"), FullPath(other.Text("credentials_file"))));
        }

        if (job.Text("bearer_token") is { } token)
        {
            ways.Add(new ScrapeAuthorization("Bearer", null, token, null));
        }

        if (job.Text("bearer_token_file") is { } file)
        {
            ways.Add(new ScrapeAuthorization("Bearer", null, null, FullPath(file)));
        }

        return ways.Count <= 1
            ? ways.FirstOrDefault()
            : throw new ConfigurationException($"{job.Where}: basic_auth, authorization, bearer_token and bearer_token_file exclude one another; keep one.");

        string? FullPath(string? path) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path, baseDirectory);
    }
}
