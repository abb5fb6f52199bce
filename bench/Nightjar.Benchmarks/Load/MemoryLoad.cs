using System.Diagnostics;
using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary>Resident memory with many active series, each minute, at a steady pace: it must be small and flat.</summary>
internal static class MemoryLoad
{
    public static async Task RunAsync(Options options)
    {
        int series = options.Int("series", 100_000);
        int minutes = options.Int("minutes", 30);
        int intervalSeconds = options.Int("interval", 15);
        Estate estate = new(series);
        await using ServerUnderTest server = await ServerUnderTest.NightjarAsync();
        Console.WriteLine($"{series} series, one sample each {intervalSeconds} s");
        Console.WriteLine("| minute | RSS MB | CPU % of a core |");
        Console.WriteLine("|---|---|---|");
        long began = Stopwatch.GetTimestamp();
        double cpu = server.CpuSeconds;
        int minute = 0;
        for (int round = 0; Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(minutes); round++)
        {
            IReadOnlyList<byte[]> requests = estate.Round(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            await RemoteWriteSender.SendAsync(server.Http, "/api/v1/write", [requests], 1);
            TimeSpan next = TimeSpan.FromSeconds((round + 1) * (double)intervalSeconds) - Stopwatch.GetElapsedTime(began);
            if (next > TimeSpan.Zero)
            {
                await Task.Delay(next);
            }

            if (Stopwatch.GetElapsedTime(began).TotalMinutes >= minute + 1)
            {
                minute++;
                double used = server.CpuSeconds;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {minute} | {server.RssBytes / 1e6:0} | {(used - cpu) / 60 * 100:0.0} |"));
                cpu = used;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak RSS {server.PeakRssBytes / 1e6:0} MB"));
    }
}
