using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>Load, uptime and open files: the small files of one line.</summary>
internal sealed class KernelProbe(string proc) : IHostProbe
{
    private readonly ProcFile _loadFile = new($"{proc}/loadavg");
    private readonly ProcFile _uptimeFile = new($"{proc}/uptime");
    private readonly ProcFile _openFile = new($"{proc}/sys/fs/file-nr");
    private readonly HostSeries _load1 = Load("1m", "1 minute");
    private readonly HostSeries _load5 = Load("5m", "5 minutes");
    private readonly HostSeries _load15 = Load("15m", "15 minutes");
    private readonly HostSeries _threads = HostSeries.Gauge("system_thread_count", "{thread}", "Threads.");
    private readonly HostSeries _uptime = HostSeries.Gauge("system_uptime_seconds", "s", "Time since the system was started.");
    private readonly HostSeries _open = HostSeries.Gauge("system_linux_file_descriptors_open", "{file}", "Open files, sockets and pipes.");

    public string What => "load";

    public void Collect(HostRound round)
    {
        if (_loadFile.TryRead(round, out ReadOnlySpan<byte> text) && LoadAverage.TryParse(text, out LoadAverage load))
        {
            round.Add(_load1, load.OneMinute);
            round.Add(_load5, load.FiveMinutes);
            round.Add(_load15, load.FifteenMinutes);
            round.Add(_threads, load.Threads);
        }

        if (_uptimeFile.TryRead(round, out text) && new FieldReader(text).TryNext(out double uptime))
        {
            round.Add(_uptime, uptime);
        }

        if (_openFile.TryRead(round, out text) && new FieldReader(text).TryNext(out double open))
        {
            round.Add(_open, open);
        }
    }

    private static HostSeries Load(string ending, string words) => HostSeries.Gauge(
        $"system_cpu_load_average_{ending}", "{thread}", $"Threads that ran or waited to run or for a disk, mean over {words}.");
}
