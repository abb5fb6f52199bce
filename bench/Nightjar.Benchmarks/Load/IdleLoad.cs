using System.Diagnostics;
using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary>What Nightjar costs when it watches nothing but the host it runs on.</summary>
internal static class IdleLoad
{
    public static async Task RunAsync(Options options)
    {
        int minutes = options.Int("minutes", 5);
        await using ServerUnderTest server = await ServerUnderTest.NightjarAsync(host: true);
        await Task.Delay(TimeSpan.FromMinutes(1)); // what starting costs is measured by `start`
        double cpu = server.CpuSeconds;
        long began = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromMinutes(minutes));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"idle: RSS {server.RssBytes / 1e6:0} MB, {(server.CpuSeconds - cpu) / seconds * 100:0.00} % of a core over {seconds:0} s"));
    }
}
