using Nightjar.Commands.Text;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Commands.Serve;

/// <summary>What is printed once the server listens: where it is, what it watches, what is off.</summary>
internal static class StartReport
{
    public static void Write(TextWriter output, IServiceProvider services, ServeSettings settings, string url, TimeSpan took)
    {
        output.WriteLine($"Nightjar {ProductVersion.Text} at {url}  (ready in {took.TotalSeconds:0.0} s; Ctrl+C stops)");
        output.WriteLine($"  watching   this host ({Environment.MachineName})");
        output.WriteLine($"  taking in  {string.Join("; ", Doors(settings, url))}");
        if (Closed(settings) is { Length: > 0 } closed)
        {
            output.WriteLine($"  off        {closed}");
        }

        TelemetryStore store = services.GetRequiredService<TelemetryStore>();
        output.WriteLine($"  data       {settings.DataDirectory} ({store.Catalog.Count:N0} series known)");
        output.Flush();
    }

    private static IEnumerable<string> Doors(ServeSettings settings, string url)
    {
        yield return $"remote write at {url}/api/v1/write";
        if (settings.OtlpGrpc is { } grpc)
        {
            yield return $"OTLP/gRPC at {grpc}";
        }

        if (settings.OtlpHttp is { } http)
        {
            yield return $"OTLP/HTTP at {http}";
        }
    }

    private static string Closed(ServeSettings settings) => string.Join(
        ", ",
        new[] { settings.OtlpGrpc is null ? "OTLP/gRPC (--otlp-grpc)" : "", settings.OtlpHttp is null ? "OTLP/HTTP (--otlp-http)" : "" }
            .Where(text => text.Length > 0));
}
