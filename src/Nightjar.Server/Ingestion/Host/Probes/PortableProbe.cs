using System.Diagnostics;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>What .NET itself tells on an operating system whose own files are not read: processes, memory, drives.</summary>
internal sealed class PortableProbe : IHostProbe
{
    private readonly HostSeries _count = HostSeries.Gauge("system_cpu_logical_count", "{cpu}", "Logical processors online.");
    private readonly HostSeries _processes = HostSeries.Gauge("system_process_count", "{process}", "Processes.");
    private readonly HostSeries _total = HostSeries.Gauge("system_memory_limit_bytes", "By", "Memory of the machine.");
    private readonly HostSeries _share = HostSeries.Gauge(
        "system_memory_utilization_ratio", "1", "Share of memory that is not available.", ("system_memory_state", "used"));

    private readonly Dictionary<string, (HostSeries Limit, HostSeries Share)> _drives = new(StringComparer.Ordinal);

    public string What => "processors, processes, memory and drives, as far as .NET tells";

    public void Collect(HostRound round)
    {
        round.Add(_count, Environment.ProcessorCount);
        CollectProcesses(round);
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        if (memory.TotalAvailableMemoryBytes > 0)
        {
            round.Add(_total, memory.TotalAvailableMemoryBytes);
            round.Add(_share, Math.Min(1, memory.MemoryLoadBytes / (double)memory.TotalAvailableMemoryBytes));
        }

        foreach (DriveInfo drive in DriveInfo.GetDrives())
        {
            CollectDrive(round, drive);
        }

        round.Problem(
            "CPU, load, pressure, swap, disks, network, TCP and top processes",
            $"they are read from Linux' /proc, and this is {Environment.OSVersion.Platform}; send them with an OpenTelemetry Collector instead");
    }

    private void CollectProcesses(HostRound round)
    {
        try
        {
            Process[] processes = Process.GetProcesses();
            round.Add(_processes, processes.Length);
            Array.ForEach(processes, process => process.Dispose());
        }
        catch (Exception failure) when (failure is PlatformNotSupportedException or System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            round.Problem("processes", failure.Message);
        }
    }

    private void CollectDrive(HostRound round, DriveInfo drive)
    {
        try
        {
            if (drive.DriveType != DriveType.Fixed || !drive.IsReady || drive.TotalSize <= 0)
            {
                return;
            }

            if (!_drives.TryGetValue(drive.Name, out (HostSeries Limit, HostSeries Share) series))
            {
                series = (
                    HostSeries.Gauge("system_filesystem_limit_bytes", "By", "Size.", ("system_filesystem_mountpoint", drive.Name)),
                    HostSeries.Gauge(
                        "system_filesystem_utilization_ratio", "1", "Share in use of what others than root may use.",
                        ("system_filesystem_mountpoint", drive.Name)));
                _drives.Add(drive.Name, series);
            }

            round.Add(series.Limit, drive.TotalSize);
            round.Add(series.Share, 1 - (drive.AvailableFreeSpace / (double)drive.TotalSize));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            round.Problem(drive.Name, failure.Message);
        }
    }
}
