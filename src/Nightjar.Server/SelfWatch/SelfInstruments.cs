using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Nightjar.Server.SelfWatch;

/// <summary>Which of .NET's own instruments are shown beside Nightjar's: those by which a person finds a sick process, and no more.</summary>
internal static class SelfInstruments
{
    /// <summary>.NET's meters that hold them.</summary>
    public static readonly string[] Meters = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    // Seconds. The default has 14 bounds for each route and status; these tell quick, noticeable and slow apart.
    private static readonly double[] DurationBounds = [0.01, 0.1, 0.5, 1, 5];

    // Seconds, for Nightjar's own: a commit takes a few milliseconds, and the default, made for milliseconds, has nothing between 0 and 5.
    private static readonly double[] OwnDurationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly HashSet<string> Shown =
    [
        "dotnet.gc.collections",
        "dotnet.gc.pause.time",
        "dotnet.gc.heap.total_allocated",
        "dotnet.gc.last_collection.memory.committed_size",
        "dotnet.thread_pool.thread.count",
        "dotnet.thread_pool.queue.length",
        "dotnet.monitor.lock_contentions",
        "dotnet.exceptions",
        "http.server.active_requests",
        "http.server.request.duration",
        "kestrel.active_connections",
        "kestrel.queued_connections",
        "kestrel.rejected_connections",
    ];

    /// <summary>Drops what is not shown; null leaves an instrument as it is.</summary>
    public static MetricStreamConfiguration? View(Instrument instrument)
    {
        if (instrument.Meter.Name == SelfMeter.Name)
        {
            return instrument is Histogram<double> { Unit: "s" } ? new ExplicitBucketHistogramConfiguration { Boundaries = OwnDurationBounds } : null;
        }

        if (!Shown.Contains(instrument.Name))
        {
            return MetricStreamConfiguration.Drop;
        }

        return instrument.Name == "http.server.request.duration"
            ? new ExplicitBucketHistogramConfiguration { Boundaries = DurationBounds, TagKeys = ["http.request.method", "http.route", "http.response.status_code"] }
            : null;
    }
}
