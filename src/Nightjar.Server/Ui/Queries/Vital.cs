using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>One of the few series that say how a host is.</summary>
/// <param name="Title">For people.</param>
/// <param name="Series">The busiest series of its kind, drawn small.</param>
/// <param name="Range">The time it shows.</param>
public sealed record Vital(string Title, SparkSeries Series, TimeRange Range)
{
    /// <summary>What is shown, each by the first metric that a host has: the host collector's name, then node_exporter's.</summary>
    internal static readonly IReadOnlyList<(string Title, string[] Metrics)> Wanted =
    [
        ("CPU busy", ["system_cpu_busy_ratio", "node_load1"]),
        ("Memory used", ["system_memory_utilization_ratio", "node_memory_MemAvailable_bytes"]),
        ("Disk busy", ["system_disk_utilization_ratio", "node_disk_io_time_seconds_total:rate"]),
        ("Network", ["system_network_io_bytes_total:rate", "node_network_receive_bytes_total:rate"]),
    ];
}
