using System.Diagnostics;
using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary>
/// The same remote-write requests to Nightjar, Prometheus and VictoriaMetrics, one after the other in one run: samples a second
/// and CPU time a sample. For Nightjar the clock stops when every sample is durable and scored.
/// </summary>
internal static class RemoteWriteLoad
{
    public static async Task RunAsync(Options options)
    {
        int series = options.Int("series", 100_000);
        int roundCount = options.Int("rounds", 40);
        int connections = options.Int("connections", 2);
        int repeats = options.Int("repeats", 3);
        string[] against = options.Text("against", "nightjar,prometheus,victoria-metrics").Split(',');
        IReadOnlyList<IReadOnlyList<byte[]>> rounds = Prepare(new Estate(series), roundCount);
        Console.WriteLine($"{series} series, {roundCount} rounds, {connections} connections, {repeats} repeats");
        Console.WriteLine("| server | samples/s | server CPU µs/sample | sender CPU µs/sample | peak RSS MB |");
        Console.WriteLine("|---|---|---|---|---|");
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (string name in against)
            {
                await using ServerUnderTest server = name switch
                {
                    "nightjar" => await ServerUnderTest.NightjarAsync(),
                    "prometheus" => await ServerUnderTest.PrometheusAsync(),
                    "victoria-metrics" => await ServerUnderTest.VictoriaMetricsAsync(),
                    _ => throw new ArgumentException($"unknown server {name}"),
                };
                await MeasureAsync(server, rounds, (long)series * roundCount, connections);
            }
        }
    }

    /// <summary>Rounds 15 s apart that end now, so that every receiver takes them as fresh.</summary>
    public static IReadOnlyList<IReadOnlyList<byte[]>> Prepare(Estate estate, int rounds)
    {
        long nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return [.. Enumerable.Range(0, rounds).Select(round => estate.Round(nowMs - ((rounds - round) * 15_000L)))];
    }

    private static async Task MeasureAsync(ServerUnderTest server, IReadOnlyList<IReadOnlyList<byte[]>> rounds, long samples, int connections)
    {
        double serverCpu = server.CpuSeconds;
        TimeSpan senderCpu = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        await RemoteWriteSender.SendAsync(server.Http, "/api/v1/write", rounds, connections);
        if (server.Name == "Nightjar")
        {
            await SelfMetrics.UntilScoredAsync(server, samples);
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double serverMicros = (server.CpuSeconds - serverCpu) * 1e6 / samples;
        double senderMicros = (Environment.CpuUsage.TotalTime - senderCpu).TotalMicroseconds / samples;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {server.Name} | {samples / seconds:N0} | {serverMicros:0.00} | {senderMicros:0.00} | {server.PeakRssBytes / 1e6:0} |"));
    }
}
