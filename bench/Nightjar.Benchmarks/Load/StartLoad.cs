using System.Diagnostics;
using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary>From starting the process to the first answer, on an empty directory and with many series to restore.</summary>
internal static class StartLoad
{
    public static async Task RunAsync(Options options)
    {
        int series = options.Int("series", 100_000);
        int repeats = options.Int("repeats", 3);
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            await MeasureAsync("empty", null);
        }

        string directory = Directory.CreateTempSubdirectory("nightjar-bench-").FullName;
        try
        {
            await using (ServerUnderTest first = await ServerUnderTest.NightjarAsync(directory: directory))
            {
                IReadOnlyList<IReadOnlyList<byte[]>> rounds = RemoteWriteLoad.Prepare(new Estate(series), options.Int("rounds", 20));
                await RemoteWriteSender.SendAsync(first.Http, "/api/v1/write", rounds, 2);
                await SelfMetrics.UntilScoredAsync(first, (long)series * rounds.Count);
            }

            for (int repeat = 0; repeat < repeats; repeat++)
            {
                await MeasureAsync($"{series} series", directory);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(string what, string? directory)
    {
        long began = Stopwatch.GetTimestamp();
        await using ServerUnderTest server = await ServerUnderTest.NightjarAsync(directory: directory);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"start, {what}: ready after {seconds:0.00} s, RSS {server.RssBytes / 1e6:0} MB"));
    }
}
