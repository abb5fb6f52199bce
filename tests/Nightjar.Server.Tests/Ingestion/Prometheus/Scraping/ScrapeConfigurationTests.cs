using Microsoft.Extensions.Configuration;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Prometheus.Scraping;

namespace Nightjar.Server.Tests.Ingestion.Prometheus.Scraping;

public sealed class ScrapeConfigurationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-scrape-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Read_PrometheusForm_IsUnderstood()
    {
        ScrapeJob job = Assert.Single(Read(
            """
            global:
              scrape_interval: 30s
            scrape_configs:
              - job_name: node
                scrape_timeout: 1s500ms
                metrics_path: /probe
                scheme: https
                params:
                  module: [http_2xx, "a b"]
                honor_labels: true
                honor_timestamps: false
                sample_limit: 1000
                body_size_limit: 10MB
                authorization:
                  type: Token
                  credentials: s3cret
                tls_config:
                  insecure_skip_verify: true
                static_configs:
                  - targets: ["a:9100", "b:9100"]
                    labels:
                      Zone: eu
                file_sd_configs:
                  - files: ["targets/*.json"]
                    refresh_interval: 1m
            """));

        Assert.Equal(("node", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1.5)), (job.Name, job.Interval, job.Timeout));
        Assert.Equal(("/probe", "https", "?module=http_2xx&module=a%20b"), (job.MetricsPath, job.Scheme, job.Query));
        Assert.Equal((true, false, true), (job.HonorLabels, job.HonorTimestamps, job.InsecureSkipVerify));
        Assert.Equal((1000L, 10L * 1024 * 1024), (job.SampleLimit, job.BodySizeLimit));
        Assert.Equal(new ScrapeAuthorization("Token", null, "s3cret", null), job.Authorization);
        Assert.Equal(["a:9100", "b:9100"], job.StaticGroups[0].Targets);
        Assert.Equal([new Label("Zone", "eu")], job.StaticGroups[0].Labels);
        Assert.Equal([Path.Combine(_directory, "targets/*.json")], job.FilePatterns);
        Assert.Equal(TimeSpan.FromMinutes(1), job.FileRefresh);
    }

    [Fact]
    public void Read_NothingSaid_HasPrometheusDefaults()
    {
        ScrapeJob job = Assert.Single(Read("scrape_configs: [{job_name: x}]"));

        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)), (job.Interval, job.Timeout));
        Assert.Equal(("/metrics", "http", "", false, true), (job.MetricsPath, job.Scheme, job.Query, job.HonorLabels, job.HonorTimestamps));
    }

    [Theory]
    [InlineData("scrape_configs: [{job_name: x, relabel_configs: [{action: keep}]}]", "relabel_configs")]
    [InlineData("scrape_configs: [{job_name: x, kubernetes_sd_configs: [{role: pod}]}]", "kubernetes_sd_configs")]
    [InlineData("global: {external_labels: {a: b}}", "external_labels")]
    [InlineData("scrape_configs: [{scheme: http}]", "job_name")]
    [InlineData("scrape_configs: [{job_name: x}, {job_name: x}]", "occurs twice")]
    [InlineData("scrape_configs: [{job_name: x, scrape_interval: soon}]", "scrape_interval")]
    [InlineData("scrape_configs: [{job_name: x, scrape_interval: 0s}]", "scrape_interval")]
    [InlineData("scrape_configs: [{job_name: x, scrape_interval: 5s, scrape_timeout: 6s}]", "scrape_timeout")]
    [InlineData("scrape_configs: [{job_name: x, scheme: ftp}]", "scheme")]
    [InlineData("scrape_configs: [{job_name: x, honor_labels: maybe}]", "honor_labels")]
    [InlineData("scrape_configs: [{job_name: x, sample_limit: -1}]", "sample_limit")]
    [InlineData("scrape_configs: [{job_name: x, body_size_limit: huge}]", "body_size_limit")]
    [InlineData("scrape_configs: [{job_name: x, bearer_token: a, basic_auth: {username: b}}]", "basic_auth")]
    [InlineData("scrape_configs: [{job_name: x, tls_config: {cert_file: c}}]", "cert_file")]
    [InlineData("scrape_configs: [{job_name: x, file_sd_configs: [{files: [a.txt]}]}]", "a.txt")]
    [InlineData("scrape_configs: {job_name: x}", "must be a list")]
    public void Read_WhatCannotBeMeant_NamesTheKey(string yaml, string named)
    {
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => Read(yaml));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.json", """[{"targets": ["a:1", "b:2"], "labels": {"zone": "eu"}}]""")]
    [InlineData("t.yml", "- targets: ['a:1', 'b:2']\n  labels: {zone: eu}\n")]
    public void TargetFile_JsonAndYaml_SayTheSame(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);

        Assert.True(TargetFile.TryRead(path, out IReadOnlyList<TargetGroup> groups, out string? fault), fault);
        Assert.Equal(["a:1", "b:2"], groups[0].Targets);
        Assert.Equal([new Label("zone", "eu")], groups[0].Labels);
    }

    [Theory]
    [InlineData("t.json", "[{")]
    [InlineData("t.json", "{}")]
    [InlineData("t.json", "[{\"targets\": \"a:1\"}]")]
    [InlineData("t.yml", "a: [")]
    [InlineData("t.yml", "a: b")]
    [InlineData("t.yml", "- {target: [a]}")]
    [InlineData("gone.yml", null)]
    public void TargetFile_NoListOfTargets_SaysWhichFile(string name, string? text)
    {
        string path = Path.Combine(_directory, name);
        if (text is not null)
        {
            File.WriteAllText(path, text);
        }

        Assert.False(TargetFile.TryRead(path, out _, out string? fault));
        Assert.Contains(name, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Discover_FileChangesAndBreaks_FollowsAndThenKeeps()
    {
        string path = Path.Combine(_directory, "t.json");
        File.WriteAllText(path, """[{"targets": ["a:1"]}]""");
        ScrapeJob job = Read("scrape_configs: [{job_name: x, file_sd_configs: [{files: ['*.json']}], static_configs: [{targets: ['s:1', 'not/one']}]}]")[0];
        TargetDiscovery discovery = new(job, TimeProvider.System);
        Assert.Equal(["s:1", "a:1"], discovery.Discover().Targets.Select(target => target["instance"]));

        File.WriteAllText(path, """[{"targets": ["a:1", "b:1"]}]""");
        Assert.Equal(["s:1", "a:1", "b:1"], discovery.Discover().Targets.Select(target => target["instance"]));

        File.WriteAllText(path, "[{");
        (IReadOnlyList<ScrapeTarget> targets, IReadOnlyList<string> faults) = discovery.Discover();
        Assert.Equal(3, targets.Count);
        Assert.Equal(2, faults.Count);

        File.Delete(path);
        Assert.Single(discovery.Discover().Targets);
    }

    [Fact]
    public void NextScrape_ManyTargets_SpreadOverTheIntervalAndKeepTheirPlace()
    {
        ScrapeJob job = Read("scrape_configs: [{job_name: x, scrape_interval: 10s}]")[0];
        DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        List<double> waits = [];
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(ScrapeTarget.TryCreate(job, $"host{i}:9100", [], out ScrapeTarget? target, out _));
            DateTimeOffset next = target!.NextScrape(now); // set when TryCreate says true
            Assert.Equal(next + job.Interval, target.NextScrape(next));
            waits.Add((next - now).TotalSeconds);
        }

        Assert.All(waits, wait => Assert.InRange(wait, 0, 10));
        Assert.All(waits.GroupBy(wait => (int)wait), second => Assert.InRange(second.Count(), 50, 150));
    }

    private IReadOnlyList<ScrapeJob> Read(string yaml)
    {
        string path = Path.Combine(_directory, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, yaml);
        ConfigurationBuilder builder = new();
        builder.AddInMemoryCollection(ConfigurationFile.Read(path));
        return ScrapeConfiguration.Read(builder.Build(), _directory);
    }
}
