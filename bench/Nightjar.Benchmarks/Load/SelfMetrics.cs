using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary>Reads a figure of Nightjar's own /metrics.</summary>
internal static class SelfMetrics
{
    /// <summary>The sum of a metric over its labels; zero when it is not there yet.</summary>
    public static async Task<double> ReadAsync(ServerUnderTest server, string name)
    {
        string text = await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        double sum = 0;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && (line[name.Length] is ' ' or '{'))
            {
                int valueAt = line[name.Length] == '{' ? line.LastIndexOf('}') + 2 : name.Length + 1;
                sum += double.Parse(line[valueAt..].Split(' ')[0], CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }

    /// <summary>Waits until Detection has scored so many samples in all.</summary>
    public static async Task UntilScoredAsync(ServerUnderTest server, long samples)
    {
        while (await ReadAsync(server, "nightjar_detection_samples_total") < samples)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
