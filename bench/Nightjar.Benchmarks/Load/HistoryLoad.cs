using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Nightjar.Benchmarks.Load;

/// <summary>A past from elsewhere, stored and learnt: from VictoriaMetrics, and from the same values as CSV and as Parquet.</summary>
internal static class HistoryLoad
{
    private const int StepMs = 300_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(Options options)
    {
        int series = options.Int("series", 10_000);
        int days = options.Int("days", 14);
        string from = options.Text("from", "server,csv,parquet");
        long toMs = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / StepMs * StepMs) - StepMs;
        long fromMs = toMs - (days * 86_400_000L) + StepMs;
        string directory = Directory.CreateTempSubdirectory("nightjar-history-").FullName;
        try
        {
            if (from.Contains("server", StringComparison.Ordinal))
            {
                await OfServerAsync(series, fromMs, toMs, days);
            }

            string csv = Path.Combine(directory, "past.csv");
            string parquet = Path.Combine(directory, "past.parquet");
            Write(series, fromMs, toMs, csv, parquet);
            foreach (string file in from.Split(',').Where(one => one != "server"))
            {
                await OfFileAsync(file == "csv" ? csv : parquet);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task OfServerAsync(int series, long fromMs, long toMs, int days)
    {
        await using ServerUnderTest source = await ServerUnderTest.VictoriaMetricsAsync(TimeSpan.FromDays(days + 1));
        Estate estate = new(series);
        for (long timeMs = fromMs; timeMs <= toMs; timeMs += StepMs)
        {
            await RemoteWriteSender.SendAsync(source.Http, "/api/v1/write", [estate.Round(timeMs)], 2);
        }

        await source.Http.GetAsync(new Uri("/internal/force_flush", UriKind.Relative));
        double sourceBefore = source.CpuSeconds;
        long began = Stopwatch.GetTimestamp();
        await using ServerUnderTest nightjar = await ServerUnderTest.NightjarAsync(more:
        [
            "--set", $"ingestion:history:0:url={source.Http.BaseAddress}", "--set", $"ingestion:history:0:last={days.ToString(CultureInfo.InvariantCulture)}.00:00:00",
            "--set", "logging:logLevel:Nightjar=Information",
        ]);
        string done = Path.Combine(nightjar.Directory, "history.json");
        while (!File.Exists(done) || !(await File.ReadAllTextAsync(done)).Contains("\"isLearnt\": true", StringComparison.Ordinal))
        {
            await Task.Delay(Look);
        }

        Say("server", series * ((toMs - fromMs) / StepMs), nightjar, Stopwatch.GetElapsedTime(began).TotalSeconds, $"; the source's own CPU {source.CpuSeconds - sourceBefore:0.0} s");
    }

    private static async Task OfFileAsync(string file)
    {
        await using ServerUnderTest nightjar = await ServerUnderTest.NightjarAsync();
        long began = Stopwatch.GetTimestamp();
        using StreamContent content = new(File.OpenRead(file));
        content.Headers.ContentType = new("application/octet-stream");
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/api/nightjar/v1/import", UriKind.Relative)) { Content = content };
        using HttpClient http = new() { BaseAddress = nightjar.Http.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        using HttpResponseMessage answer = await http.SendAsync(request);
        using JsonDocument report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        JsonElement root = report.RootElement;
        Say(
            Path.GetExtension(file), root.GetProperty("samples").GetInt64(), nightjar, Stopwatch.GetElapsedTime(began).TotalSeconds,
            $"; {new FileInfo(file).Length / 1e6:0} MB, read {root.GetProperty("readSeconds").GetDouble():0.0} s, learnt {root.GetProperty("learnSeconds").GetDouble():0.0} s");
    }

    private static void Say(string from, long samples, ServerUnderTest nightjar, double seconds, string more) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"from {from}: {samples:N0} samples, {seconds:0.0} s from start to learnt, CPU {nightjar.CpuSeconds:0.0} s ({nightjar.CpuSeconds * 1e6 / samples:0.00} µs a sample), peak RSS {nightjar.PeakRssBytes / 1e6:0} MB{more}"));

    /// <summary>Long form, in ascending time over all series.</summary>
    private static void Write(int series, long fromMs, long toMs, string csv, string parquet)
    {
        Estate estate = new(series);
        using (StreamWriter text = new(csv, append: false, Encoding.UTF8, 1 << 20))
        {
            text.Write("time,name,host,number,value\n");
            for (long timeMs = fromMs; timeMs <= toMs; timeMs += StepMs)
            {
                estate.WriteRows(text, timeMs);
            }
        }

        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT * REPLACE (number::VARCHAR AS number) FROM read_csv('{csv}')) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)";
        command.ExecuteNonQuery();
    }
}
