using System.Text.Json.Nodes;
using Nightjar.EndToEnd.Tests.Prometheus;

namespace Nightjar.EndToEnd.Tests.Results;

/// <summary>Anomalies as alerts of a real Alertmanager, and what it then tells a receiver.</summary>
public sealed class AlertmanagerTests
{
    private const string Program = "/usr/bin/prometheus-alertmanager";

    [Fact]
    public async Task Anomaly_OpensAndCloses_FiresAndIsResolvedThere()
    {
        await using WebhookReceiver webhook = await WebhookReceiver.StartAsync();
        await using RealPart alertmanager = await RealPart.StartAsync(Program, "/-/ready", (address, directory) => Arguments(address, directory, webhook.Address));
        await using RunningServer nightjar = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["detection:results:alertmanager:urls:0"] = $"http://{alertmanager.Address}",
            ["detection:results:alertmanager:interval"] = "00:00:01",
            // Only its end resolves it within this test.
            ["detection:results:alertmanager:resolveAfter"] = "01:00:00",
            ["detection:results:alertmanager:externalUrl"] = "https://nightjar.example/",
        });
        Fault fault = new(nightjar);
        await fault.BeginAsync();
        JsonObject firing = await OneAsync(alertmanager);

        JsonObject labels = firing["labels"]!.AsObject();
        Assert.Equal("NightjarAnomaly", (string?)labels["alertname"]);
        Assert.Equal("queue_length", (string?)labels["metric"]);
        Assert.Equal("one", (string?)labels["instance"]);
        Assert.StartsWith("queue length of one at 900, expected ", (string?)firing["annotations"]!["summary"], StringComparison.Ordinal);
        Assert.Equal($"https://nightjar.example/anomalies/{labels["anomaly"]}", (string?)firing["generatorURL"]);
        Assert.Equal(fault.BeginsAt, DateTimeOffset.Parse((string?)firing["startsAt"] ?? "", System.Globalization.CultureInfo.InvariantCulture));
        JsonNode told = await webhook.NextAsync();
        Assert.Equal("firing", (string?)told["status"]);

        await fault.EndAsync();
        JsonNode over = await webhook.NextAsync();
        Assert.Equal("resolved", (string?)over["status"]);
        Assert.Equal(labels.ToJsonString(), over["alerts"]![0]!["labels"]!.ToJsonString());
        await RunningServer.UntilAsync(async () => (await AlertsAsync(alertmanager)).Count == 0, "the alert is over at Alertmanager");
    }

    private static string[] Arguments(string address, string directory, Uri webhook)
    {
        string file = Path.Combine(directory, "alertmanager.yml");
        File.WriteAllText(
            file,
            $$"""
            route: {receiver: hook, group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
            receivers: [{name: hook, webhook_configs: [{url: "{{webhook}}", send_resolved: true}]}]
            """);

        // No cluster: a test gossips with nobody.
        return [$"--config.file={file}", $"--storage.path={directory}/data", $"--web.listen-address={address}", "--cluster.listen-address="];
    }

    private static async Task<JsonObject> OneAsync(RealPart alertmanager)
    {
        JsonObject? found = null;
        await RunningServer.UntilAsync(
            async () =>
            {
                found = (await AlertsAsync(alertmanager)).FirstOrDefault()?.AsObject();
                return found is not null;
            },
            "an alert at Alertmanager");
        return found!; // the wait has ended with one
    }

    private static async Task<JsonArray> AlertsAsync(RealPart alertmanager) =>
        JsonNode.Parse(await alertmanager.Http.GetStringAsync("/api/v2/alerts", TestContext.Current.CancellationToken))!.AsArray();
}
