using System.Globalization;
using System.Text.Json;
using Nightjar.EndToEnd.Tests.Prometheus;
using Nightjar.Server.Detection;

namespace Nightjar.EndToEnd.Tests.Results;

/// <summary>Results written to real servers: what they then answer is what Nightjar answers.</summary>
public sealed class RemoteWriteOutTests
{
    private const int WarmUp = 60;

    [Fact]
    public async Task Results_WrittenToPrometheus_AreWhatNightjarSays()
    {
        await using RealPart prometheus = await RealPart.StartAsync(
            "/usr/bin/prometheus",
            "/-/ready",
            (address, directory) =>
            {
                string file = Path.Combine(directory, "prometheus.yml");
                File.WriteAllText(file, "global: {}\n");
                return [$"--config.file={file}", $"--storage.tsdb.path={directory}/data", $"--web.listen-address={address}", "--web.enable-remote-write-receiver", "--log.level=warn"];
            });
        await AssertSameAsync(prometheus, () => Task.CompletedTask, 0);
    }

    [Fact]
    public async Task Results_WrittenToVictoriaMetrics_AreWhatNightjarSays()
    {
        await using RealPart victoria = await RealPart.StartAsync(
            "/usr/bin/victoria-metrics", "/health",
            (address, directory) => [$"-httpListenAddr={address}", $"-storageDataPath={directory}/data", "-search.latencyOffset=0s", "-loggerLevel=ERROR"]);

        // It keeps numbers as decimals and so rounds the last digits.
        await AssertSameAsync(victoria, () => victoria.Http.GetStringAsync("/internal/force_flush", TestContext.Current.CancellationToken), 1e-12);
    }

    private static async Task AssertSameAsync(RealPart receiver, Func<Task> flushAsync, double tolerance)
    {
        await using RunningServer nightjar = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["detection:results:remoteWrite:url"] = $"http://{receiver.Address}/api/v1/write",
            ["detection:results:remoteWrite:interval"] = "00:00:00",
            ["detection:results:remoteWrite:match:0"] = "{__name__=~\"queue_.+\"}",
        });
        // What was stored before it began is learnt again without being sent again; here that would be all.
        await RunningServer.UntilAsync(() => Task.FromResult(!nightjar.Service<DetectionStatus>().Now.IsRestoring), "detection is ready");
        Fault fault = new(nightjar);
        await fault.BeginAsync();
        await fault.EndAsync();
        foreach (string ending in (string[])["expected", "lower", "upper", "anomaly_score"])
        {
            string query = string.Create(
                CultureInfo.InvariantCulture, $"/api/v1/query?query=queue_length:{ending}%7Binstance=%22one%22%7D%5B2h%5D&time={fault.EndsAt.ToUnixTimeSeconds()}");
            IReadOnlyList<(double Time, double Value)> theirs = [];
            IReadOnlyList<(double Time, double Value)> ours = await SamplesAsync(nightjar.Http, query);
            Assert.True(ours.Count > Fault.Samples - WarmUp);
            await RunningServer.UntilAsync(
                async () =>
                {
                    await flushAsync();
                    theirs = await SamplesAsync(receiver.Http, query);
                    return theirs.Count >= ours.Count;
                },
                $"{ending} at the receiver");
            Assert.Equal(ours.Select(sample => sample.Time), theirs.Select(sample => sample.Time));
            Assert.All(ours.Zip(theirs), pair => Assert.InRange(pair.Second.Value, Near(pair.First.Value, -tolerance), Near(pair.First.Value, tolerance)));
        }
    }

    private static async Task<IReadOnlyList<(double Time, double Value)>> SamplesAsync(HttpClient http, string query)
    {
        using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync(query, TestContext.Current.CancellationToken));
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().SelectMany(series =>
            series.GetProperty("values").EnumerateArray().Select(pair => (pair[0].GetDouble(), double.Parse(pair[1].GetString() ?? "", CultureInfo.InvariantCulture))))];
    }

    private static double Near(double value, double tolerance) => value + (tolerance * Math.Abs(value));
}
