using System.Globalization;
using Microsoft.Extensions.Options;
using Nightjar.Commands.Status;
using Nightjar.Commands.Text;
using Nightjar.Server.Api.V1;
using Nightjar.Server.Detection;
using Nightjar.Server.Ingestion.Host;
using Nightjar.Storage.Telemetry;
using HostOptions = Nightjar.Server.Ingestion.Host.HostOptions;

namespace Nightjar.Commands.Serve;

/// <summary>What is printed once the server listens: where it is, what it watches, what is off.</summary>
internal static class StartReport
{
    public static void Write(TextWriter output, IServiceProvider services, ServeSettings settings, IReadOnlyList<string> addresses, TimeSpan took)
    {
        string url = addresses[0];
        output.WriteLine($"Nightjar {ProductVersion.Text} at {url}  (ready in {took.TotalSeconds:0.0} s; Ctrl+C stops)");
        output.WriteLine($"  pages      {url}  (overview, incidents, explore; the API's page is {url}/scalar)");
        output.WriteLine($"  watching   {Watching(services)}");
        if (Scraping(services) is { Length: > 0 } jobs)
        {
            output.WriteLine($"  scraping   {jobs}");
        }

        output.WriteLine($"  taking in  {string.Join("; ", Doors(settings, addresses))}");
        if (Closed(settings) is { Length: > 0 } closed)
        {
            output.WriteLine($"  off        {closed}");
        }

        output.WriteLine($"  detection  {Detection(services)}");
        TelemetryStore store = services.GetRequiredService<TelemetryStore>();
        output.WriteLine($"  data       {settings.DataDirectory} ({store.Catalog.Count:N0} series known)");
        output.Flush();
    }

    private static string Watching(IServiceProvider services)
    {
        HostReport host = services.GetRequiredService<HostStatus>().Report;
        if (!host.Watching)
        {
            return services.GetRequiredService<IOptions<HostOptions>>().Value.Enabled
                ? "this host (its first round is under way)"
                : "not this host (host.enabled is false)";
        }

        string unread = host.Unreadable.Length > 0 ? $"; cannot read {string.Join(", ", host.Unreadable.Select(problem => problem.What))}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"this host ({host.HostName}): {string.Join(", ", host.Watched)}; {host.Series:N0} series every {host.Interval.TotalSeconds:0.#} s{unread}");
    }

    private static string Scraping(IServiceProvider services) => string.Join(
        ", ",
        services.GetRequiredService<IConfiguration>().GetSection("scrape_configs").GetChildren().Select(job => job["job_name"]));

    private static string Detection(IServiceProvider services)
    {
        DetectionRecord now = DetectionRecord.Of(services.GetRequiredService<DetectionStatus>().Now, services.GetRequiredService<BudgetGate>());
        if (now.Judged > 0 || now is { Learning: > 0, FirstVerdictsInSeconds: not null })
        {
            return StatusText.Detection(now);
        }

        // Nothing has been scored yet: what is sure is how many samples it takes, and how often this host is looked at.
        int samples = services.GetRequiredService<IOptions<DetectionOptions>>().Value.WarmUpSamples;
        HostOptions host = services.GetRequiredService<IOptions<HostOptions>>().Value;
        return host.Enabled
            ? $"learning, first verdicts in {StatusText.About(samples * host.Interval)}"
            : $"learning, first verdicts after {samples} samples of a series";
    }

    /// <summary>The addresses come in the order in which the doors are bound; they tell the port where 0 was asked for.</summary>
    private static IEnumerable<string> Doors(ServeSettings settings, IReadOnlyList<string> addresses)
    {
        yield return $"remote write at {addresses[0]}/api/v1/write";
        int next = 1;
        if (settings.OtlpGrpc is not null)
        {
            yield return $"OTLP/gRPC at {addresses[next++]}";
        }

        if (settings.OtlpHttp is not null)
        {
            yield return $"OTLP/HTTP at {addresses[next++]}";
        }

        if (settings.SyslogUdp is not null)
        {
            yield return $"syslog over UDP at {settings.SyslogUdp}";
        }

        if (settings.SyslogTcp is not null)
        {
            yield return $"syslog over TCP at {new Uri(addresses[next++]).Authority}";
        }

        if (settings.SyslogTls is not null)
        {
            yield return $"syslog over TLS at {new Uri(addresses[next]).Authority}";
        }
    }

    private static string Closed(ServeSettings settings) => string.Join(
        ", ",
        new[] { settings.OtlpGrpc is null ? "OTLP/gRPC (--otlp-grpc)" : "", settings.OtlpHttp is null ? "OTLP/HTTP (--otlp-http)" : "" }
            .Where(text => text.Length > 0));
}
