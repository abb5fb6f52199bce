using System.Collections.Immutable;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary><c>/proc/diskstats</c>: bytes, operations, latency and utilisation of whole block devices.</summary>
internal sealed class DiskProbe : IHostProbe
{
    private const int MostDisks = 1_000;
    private const double MsPerSecond = 1e3;
    private static readonly ImmutableArray<string> Pseudo = ["loop", "ram", "zram", "fd", "sr", "nbd"];

    private readonly ProcFile _stats;
    private readonly NameSet<Disk> _disks;

    public DiskProbe(string proc, string sysBlock, IEnumerable<string> ignored)
    {
        _stats = new ProcFile($"{proc}/diskstats");
        ImmutableArray<string> left = [.. Pseudo, .. ignored];
        _disks = new NameSet<Disk>(MostDisks, name => left.Any(start => name.StartsWith(start, StringComparison.Ordinal))
            || IsPartition(sysBlock, name) ? null : new Disk(name));
    }

    private sealed class Disk(string device)
    {
        public HostSeries ReadBytes { get; } = Counter(device, "system_disk_io_bytes_total", "By", "Bytes moved.", "read");

        public HostSeries WrittenBytes { get; } = Counter(device, "system_disk_io_bytes_total", "By", "Bytes moved.", "write");

        public HostSeries Reads { get; } = Counter(device, "system_disk_operations_total", "{operation}", "Operations done.", "read");

        public HostSeries Writes { get; } = Counter(device, "system_disk_operations_total", "{operation}", "Operations done.", "write");

        public HostSeries ReadLatency { get; } = Latency(device, "read");

        public HostSeries WriteLatency { get; } = Latency(device, "write");

        public HostSeries Busy { get; } = HostSeries.Gauge(
            "system_disk_utilization_ratio", "1", "Share of time in which the device had work.", ("system_device", device));

        public HostSeries Pending { get; } = HostSeries.Gauge(
            "system_disk_pending_operations", "{operation}", "Operations under way.", ("system_device", device));

        public DiskLine? Before { get; set; }

        private static HostSeries Counter(string device, string name, string unit, string help, string direction) =>
            HostSeries.Counter(name, unit, help, ("system_device", device), ("disk_io_direction", direction));

        private static HostSeries Latency(string device, string direction) => HostSeries.Gauge(
            "system_disk_operation_latency_seconds", "s", "Mean time of the operations finished since the round before; 0 when there were none.",
            ("system_device", device), ("disk_io_direction", direction));
    }

    public string What => "disks";

    public void Collect(HostRound round)
    {
        if (!_stats.TryRead(round, out ReadOnlySpan<byte> text))
        {
            return;
        }

        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            if (DiskLine.TryParse(line, out ReadOnlySpan<byte> name, out DiskLine now) && _disks.Get(name) is Disk disk)
            {
                Add(round, disk, now);
            }
        }
    }

    private static void Add(HostRound round, Disk disk, DiskLine now)
    {
        round.Add(disk.ReadBytes, now.ReadSectors * (double)DiskLine.SectorBytes);
        round.Add(disk.WrittenBytes, now.WrittenSectors * (double)DiskLine.SectorBytes);
        round.Add(disk.Reads, now.Reads);
        round.Add(disk.Writes, now.Writes);
        round.Add(disk.Pending, now.Pending);
        if (disk.Before is DiskLine before)
        {
            round.AddShare(disk.Busy, now.BusyMs >= before.BusyMs ? (now.BusyMs - before.BusyMs) / MsPerSecond : double.NaN);
            round.Add(disk.ReadLatency, Mean(before.ReadMs, now.ReadMs, before.Reads, now.Reads));
            round.Add(disk.WriteLatency, Mean(before.WriteMs, now.WriteMs, before.Writes, now.Writes));
        }

        disk.Before = now;
    }

    /// <summary>Zero and not "unknown" without operations, so that an idle disk does not look like one that stopped reporting.</summary>
    private static double Mean(ulong msBefore, ulong msNow, ulong countBefore, ulong countNow) =>
        countNow > countBefore && msNow >= msBefore ? (msNow - msBefore) / MsPerSecond / (countNow - countBefore) : 0;

    /// <summary>Whole devices stand in /sys/block under their own name; where there is none to ask, the kernel's naming tells.</summary>
    private static bool IsPartition(string sysBlock, string name)
    {
        if (Directory.Exists(sysBlock))
        {
            return !Directory.Exists(Path.Combine(sysBlock, name.Replace('/', '!')));
        }

        bool numbered = char.IsAsciiDigit(name[^1]);
        return name.StartsWith("nvme", StringComparison.Ordinal) || name.StartsWith("mmcblk", StringComparison.Ordinal)
            ? numbered && name.LastIndexOf('p') > 3
            : numbered && (name.StartsWith("sd", StringComparison.Ordinal) || name.StartsWith("vd", StringComparison.Ordinal)
                || name.StartsWith("xvd", StringComparison.Ordinal) || name.StartsWith("hd", StringComparison.Ordinal));
    }
}
