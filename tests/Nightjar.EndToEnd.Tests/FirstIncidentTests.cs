using System.Text.Json;
using Nightjar.EndToEnd.Tests.Ui;

namespace Nightjar.EndToEnd.Tests;

/// <summary>
/// What the README promises: Nightjar watches this very machine without configuration, something goes wrong on it, and within a
/// minute an incident says what, since when and who. Sampled each second, so that the test need not wait ten minutes for the warm-up.
/// </summary>
[CollectionDefinition(nameof(FirstIncidentTests), DisableParallelization = true)]
[Collection(nameof(FirstIncidentTests))] // alone: where browsers come and go by the gigabyte, four more are rightly nothing unusual
public sealed class FirstIncidentTests(ChromiumFixture chromium) : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ToIncident = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-eater-").FullName;

    [Fact]
    public async Task Memory_EatenByAProcessNeverSeenBefore_IsAnIncidentThatNamesItWithinAMinute()
    {
        string eater = CopyOfTail();
        await using NightjarProcess nightjar = await NightjarProcess.ServeAsync(null, "--set", "host.interval=00:00:01");
        await RunningServer.UntilAsync(async () => await JudgedAsync(nightjar) > 50, "the series of this host are judged", WarmUp);

        DateTimeOffset onset = TimeProvider.System.GetUtcNow();
        using ChildProcess hunger = ChildProcess.Start("/bin/sh", ["-c", $"(head -c {EatenMiB()}M /dev/zero; sleep 120) | {eater} > /dev/null"]);
        JsonElement found = default;
        await RunningServer.UntilAsync(
            async () =>
            {
                found = await IncidentNamingAsync(nightjar, Path.GetFileName(eater));
                return found.ValueKind == JsonValueKind.Object;
            },
            "an incident names the process that eats memory",
            ToIncident);

        JsonElement incident = found.GetProperty("incident");
        JsonElement anomaly = found.GetProperty("anomalies")[0];
        Assert.Equal("open", incident.GetProperty("state").GetString());
        Assert.InRange(incident.GetProperty("start").GetDateTimeOffset(), onset.AddMinutes(-1), onset.Add(ToIncident));
        Assert.False(
            anomaly.GetProperty("observed").GetDouble() >= anomaly.GetProperty("lower").GetDouble()
            && anomaly.GetProperty("observed").GetDouble() <= anomaly.GetProperty("upper").GetDouble(),
            $"what is abnormal lies outside what was expected: {anomaly}");

        await ShootAsync(nightjar, incident.GetProperty("id").GetString() ?? "");
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary><c>tail</c> holds its input in memory until it ends; under a name of its own it is a process nobody has seen.</summary>
    private string CopyOfTail()
    {
        string copy = Path.Combine(_directory, "memory-eater");
        File.Copy("/usr/bin/tail", copy);
        return copy;
    }

    /// <summary>A third of what is free: it stands out on any machine and brings none down.</summary>
    private static long EatenMiB()
    {
        string line = File.ReadLines("/proc/meminfo").First(text => text.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024 / 3;
    }

    private static async Task<double> JudgedAsync(NightjarProcess nightjar)
    {
        string metrics = await nightjar.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        string? line = metrics.Split('\n').FirstOrDefault(text => text.StartsWith("nightjar_detection_series_judged", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<JsonElement> IncidentNamingAsync(NightjarProcess nightjar, string process)
    {
        JsonElement list = await GetAsync(nightjar, "/api/nightjar/v1/incidents");
        foreach (JsonElement item in list.GetProperty("items").EnumerateArray())
        {
            JsonElement detail = await GetAsync(nightjar, $"/api/nightjar/v1/incidents/{item.GetProperty("id").GetString()}");
            if (detail.GetProperty("suspects").EnumerateArray()
                .Any(suspect => suspect.GetProperty("entity").GetString() is { } entity && entity.EndsWith(process, StringComparison.Ordinal)))
            {
                return detail;
            }
        }

        return default;
    }

    private static async Task<JsonElement> GetAsync(NightjarProcess nightjar, string path)
    {
        string text = await nightjar.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The pictures of the README.</summary>
    private async Task ShootAsync(NightjarProcess nightjar, string incident)
    {
        await using WatchedPage page = await chromium.OpenAsync(server: nightjar);
        await page.GoAsync($"/incidents/{incident}?range=15m");
        await page.ShootAsync("first-incident");
        await page.GoAsync("/?range=15m");
        await page.ShootAsync("first-incident-overview");
    }
}
