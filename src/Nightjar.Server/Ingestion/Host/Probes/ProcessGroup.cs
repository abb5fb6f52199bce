namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>The processes of one executable: their sums in this round, and their series once they are watched.</summary>
internal sealed class ProcessGroup(string name)
{
    /// <summary>The executable's name.</summary>
    public string Name { get; } = name;

    /// <summary>Processes now.</summary>
    public int Count { get; private set; }

    /// <summary>Clock ticks used since the round before.</summary>
    public ulong Ticks { get; private set; }

    /// <summary>Memory held now, bytes. Pages shared by several processes count in each.</summary>
    public double ResidentBytes { get; private set; }

    /// <summary>The round in which it last was among the top; 0 for never.</summary>
    public long TopRound { get; set; }

    public HostSeries Cpu => field ??= Series("process_cpu_utilization_ratio", "1", "Share of all processors' time used.");

    public HostSeries Memory => field ??= Series("process_memory_usage_bytes", "By", "Resident memory.");

    public HostSeries Instances => field ??= Series("process_count", "{process}", "Processes of the executable.");

    /// <summary>Forgets the sums of the round before.</summary>
    public void Clear()
    {
        Count = 0;
        Ticks = 0;
        ResidentBytes = 0;
    }

    /// <summary>Adds one process.</summary>
    public void Add(ulong ticks, double residentBytes)
    {
        Count++;
        Ticks += ticks;
        ResidentBytes += residentBytes;
    }

    private HostSeries Series(string metric, string unit, string help) =>
        HostSeries.Gauge(metric, unit, help, ("process_executable_name", Name));
}
