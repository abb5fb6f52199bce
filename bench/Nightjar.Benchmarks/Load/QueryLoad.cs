using System.Diagnostics;
using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary>One series over 24 h at 15 s, out of many, by HTTP, while samples stream in: how long a chart waits.</summary>
internal static class QueryLoad
{
    private const int StepSeconds = 15;

    public static async Task RunAsync(Options options)
    {
        int series = options.Int("series", 10_000);
        int hours = options.Int("hours", 24);
        int queries = options.Int("queries", 500);
        int ingestPerSecond = options.Int("ingest", 50_000);
        Estate estate = new(series);
        await using ServerUnderTest server = await ServerUnderTest.NightjarAsync();
        long nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        long timeMs = nowMs - (hours * 3_600_000L);
        long began = Stopwatch.GetTimestamp();
        long sent = 0;
        for (; timeMs < nowMs; timeMs += StepSeconds * 1_000)
        {
            await RemoteWriteSender.SendAsync(server.Http, "/api/v1/write", [estate.Round(timeMs)], 2);
            sent += series;
        }

        await SelfMetrics.UntilScoredAsync(server, sent);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"filled {sent:N0} samples in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; waiting {options.Int("settle", 60)} s for flush and compaction"));
        await Task.Delay(TimeSpan.FromSeconds(options.Int("settle", 60)));

        // A second estate, so that the queried series' history stays what it is.
        Estate live = new(ingestPerSecond);
        using CancellationTokenSource stop = new();
        Task ingest = IngestAsync(server, live, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(5));
        double[] latenciesMs = await AskAsync(server, series, hours, queries, nowMs);
        await stop.CancelAsync();
        await ingest;
        Array.Sort(latenciesMs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"query of one series, {hours} h at {StepSeconds} s out of {series}, {ingestPerSecond:N0} samples/s coming in, {queries} queries: p50 {latenciesMs[queries / 2]:0.0} ms, p95 {latenciesMs[queries * 95 / 100]:0.0} ms, p99 {latenciesMs[queries * 99 / 100]:0.0} ms, max {latenciesMs[^1]:0.0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RSS {server.RssBytes / 1e6:0} MB, peak {server.PeakRssBytes / 1e6:0} MB"));
    }

    /// <summary>One value a second of each live series.</summary>
    private static async Task IngestAsync(ServerUnderTest server, Estate live, CancellationToken stop)
    {
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        while (!stop.IsCancellationRequested)
        {
            IReadOnlyList<byte[]> round = live.Round(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            await RemoteWriteSender.SendAsync(server.Http, "/api/v1/write", [round], 2);
            await second.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<double[]> AskAsync(ServerUnderTest server, int series, int hours, int queries, long nowMs)
    {
        Random random = new(1);
        double[] latenciesMs = new double[queries];
        for (int i = 0; i < queries; i++)
        {
            string query = Uri.EscapeDataString(Estate.Selector(random.Next(series)));
            string path = $"/api/v1/query_range?query={query}&start={(nowMs / 1000) - (hours * 3600)}&end={nowMs / 1000}&step={StepSeconds}";
            long began = Stopwatch.GetTimestamp();
            byte[] answer = await server.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
            latenciesMs[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (answer.Length < hours * 3600 / StepSeconds)
            {
                throw new InvalidOperationException($"the answer holds no {hours} h of samples: {System.Text.Encoding.UTF8.GetString(answer)}");
            }
        }

        return latenciesMs;
    }
}
