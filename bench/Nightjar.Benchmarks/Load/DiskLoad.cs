using System.Diagnostics;
using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary>Bytes on disk for a sample: Nightjar scrapes a real node-exporter of this machine, flushes and compacts; the parts are weighed.</summary>
internal static class DiskLoad
{
    public static async Task RunAsync(Options options)
    {
        int minutes = options.Int("minutes", 10);
        int intervalSeconds = options.Int("interval", 1);
        string directory = Directory.CreateTempSubdirectory("nightjar-bench-").FullName;
        int port = options.Int("port", 19_100);
        ProcessStartInfo start = new("/usr/bin/prometheus-node-exporter", [$"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
        {
            RedirectStandardError = true,
        };
        using Process exporter = Process.Start(start) ?? throw new InvalidOperationException("prometheus-node-exporter did not start");
        try
        {
            string configuration = Path.Combine(directory, "nightjar.yaml");
            await File.WriteAllTextAsync(configuration,
                $"scrape_configs:\n  - job_name: node\n    scrape_interval: {intervalSeconds}s\n    scrape_timeout: {intervalSeconds}s\n    static_configs:\n      - targets: ['127.0.0.1:{port}']\n");
            await using ServerUnderTest server = await ServerUnderTest.NightjarAsync(
                directory: directory, more: ["--config", configuration, "--set", "storage:flushAge=00:01:00"]);
            await Task.Delay(TimeSpan.FromMinutes(minutes));
            long samples = (long)await SelfMetrics.ReadAsync(server, "nightjar_ingestion_samples_total");
            await Task.Delay(TimeSpan.FromMinutes(2)); // the last flush and its compaction
            FileInfo[] parts = new DirectoryInfo(directory).GetFiles("*.parquet", SearchOption.AllDirectories);
            long flushed = (long)await SelfMetrics.ReadAsync(server, "nightjar_ingestion_samples_total");
            long hot = (long)await SelfMetrics.ReadAsync(server, "nightjar_storage_hot_rows");
            long bytes = parts.Sum(part => part.Length);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"disk: {flushed - hot:N0} samples in {parts.Length} parts of {bytes:N0} bytes: {bytes / (double)(flushed - hot):0.00} bytes a sample (interval {intervalSeconds} s, {minutes} min, {samples:N0} samples at the end)"));
        }
        finally
        {
            exporter.Kill();
            Directory.Delete(directory, recursive: true);
        }
    }
}
