using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary><c>/proc/meminfo</c> and <c>/proc/vmstat</c>: memory, swap and paging.</summary>
internal sealed class MemoryProbe(string proc) : IHostProbe
{
    private readonly ProcFile _infoFile = new($"{proc}/meminfo");
    private readonly ProcFile _vmFile = new($"{proc}/vmstat");
    private readonly HostSeries _total = HostSeries.Gauge("system_memory_limit_bytes", "By", "Memory of the machine.");
    private readonly HostSeries _used = State("used");
    private readonly HostSeries _free = State("free");
    private readonly HostSeries _cached = State("cached");
    private readonly HostSeries _buffers = State("buffers");
    private readonly HostSeries _available = HostSeries.Gauge(
        "system_memory_linux_available_bytes", "By", "Memory that new programs can get without swapping.");

    private readonly HostSeries _utilization = HostSeries.Gauge(
        "system_memory_utilization_ratio", "1", "Share of memory that is not available.", ("system_memory_state", "used"));

    private readonly HostSeries _swapUsed = HostSeries.Gauge("system_paging_usage_bytes", "By", "Swap by state.", ("system_paging_state", "used"));
    private readonly HostSeries _swapShare = HostSeries.Gauge(
        "system_paging_utilization_ratio", "1", "Share of swap in use.", ("system_paging_state", "used"));

    private readonly Counter[] _counters =
    [
        new("pswpin", HostSeries.Counter("system_paging_operations_total", "{operation}", "Pages swapped.", ("system_paging_direction", "in"))),
        new("pswpout", HostSeries.Counter("system_paging_operations_total", "{operation}", "Pages swapped.", ("system_paging_direction", "out"))),
        new("pgmajfault", HostSeries.Counter(
            "system_paging_faults_total", "{fault}", "Page faults that needed a disk.", ("system_paging_fault_type", "major"))),
        new("oom_kill", HostSeries.Counter("system_linux_oom_kills_total", "{process}", "Processes killed for want of memory.")),
    ];

    private sealed class Counter(string key, HostSeries series)
    {
        public byte[] Key { get; } = System.Text.Encoding.ASCII.GetBytes(key);

        public HostSeries Series { get; } = series;
    }

    public string What => "memory";

    public void Collect(HostRound round)
    {
        if (_infoFile.TryRead(round, out ReadOnlySpan<byte> text) && MemoryInfo.TryParse(text, out MemoryInfo memory))
        {
            round.Add(_total, memory.Total);
            round.Add(_used, memory.Used);
            round.Add(_free, memory.Free);
            round.Add(_cached, memory.Cached);
            round.Add(_buffers, memory.Buffers);
            round.Add(_available, memory.Available);
            round.Add(_utilization, memory.Used / memory.Total);
            if (memory.SwapTotal > 0)
            {
                round.Add(_swapUsed, memory.SwapTotal - memory.SwapFree);
                round.Add(_swapShare, (memory.SwapTotal - memory.SwapFree) / memory.SwapTotal);
            }
        }

        if (_vmFile.TryRead(round, out text))
        {
            foreach (Counter counter in _counters)
            {
                if (KeyedNumbers.TryFind(text, counter.Key, out ulong value))
                {
                    round.Add(counter.Series, value);
                }
            }
        }
    }

    private static HostSeries State(string state) =>
        HostSeries.Gauge("system_memory_usage_bytes", "By", "Memory by state.", ("system_memory_state", state));
}
