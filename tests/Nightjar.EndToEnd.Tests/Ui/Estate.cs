using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Nightjar.EndToEnd.Tests.Ui;

/// <summary>
/// Telemetry of a machine <c>web-1</c> as an OpenTelemetry sender writes it: a good hour of samples each ten seconds that end now,
/// with a database that eats the processor in between. Sent by the front door like any other.
/// </summary>
internal static class Estate
{
    private const int StepSeconds = 10;
    private const int Steps = 75 * 60 / StepSeconds;
    private const int FaultFrom = Steps - (15 * 60 / StepSeconds);
    private const int FaultTo = Steps - (6 * 60 / StepSeconds);

    private static readonly string[] Programs = ["postgres", "nginx", "dotnet", "sshd"];

    /// <summary>The series whose chart shows the fault.</summary>
    public const string BusySeries = """system_cpu_busy_ratio{host_name="web-1"}""";

    /// <summary>Sends all of it; each answer must be a success.</summary>
    public static async Task SendAsync(Uri otlpHttp)
    {
        using HttpClient http = new() { BaseAddress = otlpHttp };
        Random random = new(20261124);
        long endNs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        for (int from = 0; from < Steps; from += 100)
        {
            string body = Request(endNs, from, Math.Min(from + 100, Steps), random);
            using StringContent content = new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using HttpResponseMessage answer = await http.PostAsync("/v1/metrics", content, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    private static string Request(long endNs, int from, int to, Random random)
    {
        List<object> metrics =
        [
            Gauge("system.cpu.busy", "1", [], i => 0.08 + Noise(random, 0.02) + (Faulty(i) ? 0.8 : 0)),
            Gauge("system.memory.utilization", "1", [("system.memory.state", "used")], i => 0.42 + (i * 1e-5) + Noise(random, 0.003)),
            Gauge("system.disk.utilization", "1", [("system.device", "vda")], _ => 0.05 + Noise(random, 0.01)),
            Gauge("system.filesystem.utilization", "1", [("system.filesystem.mountpoint", "/")], i => 0.61 + (i * 1e-6)),
            Gauge("system.filesystem.utilization", "1", [("system.filesystem.mountpoint", "/var/lib/postgresql")], i => 0.37 + (i * 1e-6)),
            Counter("system.network.io", "By", [("network.interface.name", "eth0"), ("network.io.direction", "receive")], i => (i * 2e7) + Noise(random, 1e6)),
        ];
        foreach (string program in Programs)
        {
            (string, string)[] labels = [("process.executable.name", program)];
            metrics.Add(Gauge("process.cpu.utilization", "1", labels, i => 0.02 + Noise(random, 0.005) + (program == "postgres" && Faulty(i) ? 0.78 : 0)));
            metrics.Add(Gauge("process.memory.usage", "By", labels, _ => 3e8 + Noise(random, 1e6)));
        }

        object resource = new { attributes = new[] { Attribute("host.name", "web-1") } };
        return JsonSerializer.Serialize(new { resourceMetrics = new[] { new { resource, scopeMetrics = new[] { new { metrics } } } } });

        object Gauge(string name, string unit, (string, string)[] labels, Func<int, double> value) =>
            new { name, unit, gauge = new { dataPoints = Points(labels, value) } };

        object Counter(string name, string unit, (string, string)[] labels, Func<int, double> value) =>
            new { name, unit, sum = new { aggregationTemporality = 2, isMonotonic = true, dataPoints = Points(labels, value) } };

        object[] Points((string Name, string Value)[] labels, Func<int, double> value) =>
        [
            .. Enumerable.Range(from, to - from).Select(i => (object)new
            {
                timeUnixNano = (endNs - ((Steps - i) * StepSeconds * 1_000_000_000L)).ToString(CultureInfo.InvariantCulture),
                asDouble = value(i),
                attributes = labels.Select(label => Attribute(label.Name, label.Value)).ToArray(),
            }),
        ];
    }

    private static bool Faulty(int step) => step is >= FaultFrom and < FaultTo;

    private static double Noise(Random random, double size) => ((random.NextDouble() * 2) - 1) * size;

    private static object Attribute(string key, string value) => new { key, value = new { stringValue = value } };
}
