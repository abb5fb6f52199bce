namespace Nightjar.Core.Telemetry;

/// <summary>What a metric is called in a sentence. The one place where well-known metrics get their plain names.</summary>
public static class MetricWords
{
    // Longest match first within one beginning: the first entry whose name begins the metric's name wins.
    private static readonly (string Beginning, string Words)[] Known =
    [
        ("system_cpu_load_average", "Load"),
        ("system_cpu_core_busy", "Core"),
        ("system_cpu_utilization", "CPU"),
        ("system_cpu_time", "CPU time"),
        ("system_cpu", "CPU"),
        ("system_memory_utilization", "Memory"),
        ("system_memory_linux_available", "Available memory"),
        ("system_linux_pressure", "Pressure"),
        ("system_linux_file_descriptors", "Open files"),
        ("system_linux_context_switches", "Context switches"),
        ("system_linux_oom_kills", "Processes killed for want of memory"),
        ("system_cgroup_cpu", "CPU of the container"),
        ("system_cgroup_memory", "Memory of the container"),
        ("system_thread_count", "Threads"),
        ("system_uptime", "Uptime"),
        ("system_memory", "Memory"),
        ("system_paging", "Swap"),
        ("system_disk_utilization", "Disk utilisation"),
        ("system_disk_operation_latency", "Disk latency"),
        ("system_disk_pending", "Pending disk operations"),
        ("system_disk_operations", "Disk operations"),
        ("system_disk_io", "Disk traffic"),
        ("system_disk", "Disk"),
        ("system_filesystem_utilization", "Space used"),
        ("system_filesystem_inodes", "Inodes used"),
        ("system_filesystem", "File system"),
        ("system_network_errors", "Network errors"),
        ("system_network_packet_dropped", "Dropped packets"),
        ("system_network_packet", "Network packets"),
        ("system_network_tcp_retransmits", "TCP retransmits"),
        ("system_network_connection", "Network connections"),
        ("system_network", "Network traffic"),
        ("system_process", "Processes"),
        ("process_cpu", "CPU"),
        ("process_memory", "Memory"),
        ("process_count", "Number of processes"),
        ("node_cpu_seconds_total", "CPU"),
        ("node_load", "Load"),
        ("node_memory_MemAvailable_bytes", "Available memory"),
        ("node_memory", "Memory"),
        ("node_filesystem", "File system"),
        ("node_disk", "Disk"),
        ("node_network", "Network"),
        ("up", "Scrape of the target (up)"),
    ];

    // What tells the series of one metric apart, in the order in which it is said.
    private static readonly string[] Telling =
    [
        "cpu_mode", "cpu_logical_number", "pressure_resource", "pressure_scope", "system_memory_state", "system_filesystem_state",
        "system_paging_direction", "disk_io_direction", "network_io_direction", "network_connection_state", "process_state",
        "mode", "state", "direction",
        "le", "quantile", "code", "method", "route", "path",
    ];

    /// <summary>The plain name of a series' metric with what tells it apart in brackets: <c>CPU (user)</c>.</summary>
    public static string Of(Labels series)
    {
        string name = series.Name;
        string ending = "";
        if (DerivedMetric.TryParse(name, out DerivedMetric derived))
        {
            name = derived.Base;
            ending = derived.Ending == DerivedName.Rate ? "" : " " + derived.Ending[1..];
        }

        string words = Known.FirstOrDefault(known => Begins(name, known.Beginning)).Words ?? name.Replace('_', ' ');
        string[] details = [.. Telling.Select(label => series[label]).OfType<string>().Distinct().Take(2)];
        return words + ending + (details.Length == 0 ? "" : $" ({string.Join(", ", details)})");
    }

    private static bool Begins(string name, string beginning) =>
        name.StartsWith(beginning, StringComparison.Ordinal) && (name.Length == beginning.Length || name[beginning.Length] == '_' || beginning == "node_load");
}
