using System.Globalization;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary><c>/proc/stat</c>: how the processors spend their time, by mode and by core, and the scheduler's counters.</summary>
internal sealed class CpuProbe(string proc) : IHostProbe
{
    // Beyond it cores are summed up only: their number is fixed, but a thousand series say nothing the machine's own do not.
    private const int MostCores = 256;
    private const string Name = "system_cpu_utilization_ratio";
    private const string Help = "Share of all processors' time spent in a mode.";

    private readonly ProcFile _stat = new($"{proc}/stat");
    private readonly HostSeries _busy = HostSeries.Gauge("system_cpu_busy_ratio", "1", "Share of all processors' time in which something ran.");
    private readonly HostSeries _count = HostSeries.Gauge("system_cpu_logical_count", "{cpu}", "Logical processors online.");
    private readonly HostSeries _user = Mode("user");
    private readonly HostSeries _nice = Mode("nice");
    private readonly HostSeries _system = Mode("system");
    private readonly HostSeries _iowait = Mode("iowait");
    private readonly HostSeries _interrupt = Mode("interrupt");
    private readonly HostSeries _steal = Mode("steal");
    private readonly HostSeries _switches = HostSeries.Counter("system_linux_context_switches_total", "{switch}", "Changes of the running thread.");
    private readonly HostSeries _created = HostSeries.Counter("system_process_created_total", "{process}", "Processes and threads started.");
    private readonly Dictionary<int, Core> _cores = [];
    private CpuTimes? _before;

    private sealed class Core(HostSeries busy)
    {
        public HostSeries Busy { get; } = busy;

        public CpuTimes? Before { get; set; }
    }

    public string What => "CPU";

    public void Collect(HostRound round)
    {
        if (!_stat.TryRead(round, out ReadOnlySpan<byte> text))
        {
            return;
        }

        int online = 0;
        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line) && CpuTimes.TryParse(line, out int core, out CpuTimes times))
        {
            if (core < 0)
            {
                AddMachine(round, times);
            }
            else
            {
                online++;
                AddCore(round, core, times);
            }
        }

        round.Add(_count, online);
        if (KeyedNumbers.TryFind(text, "ctxt"u8, out ulong switches))
        {
            round.Add(_switches, switches);
        }

        if (KeyedNumbers.TryFind(text, "processes"u8, out ulong created))
        {
            round.Add(_created, created);
        }
    }

    private void AddMachine(HostRound round, CpuTimes now)
    {
        if (_before is CpuTimes before && now.Total > before.Total)
        {
            double total = now.Total - before.Total;
            round.Add(_busy, 1 - Share(before.Resting, now.Resting, total));
            round.Add(_user, Share(before.User, now.User, total));
            round.Add(_nice, Share(before.Nice, now.Nice, total));
            round.Add(_system, Share(before.System, now.System, total));
            round.Add(_iowait, Share(before.Iowait, now.Iowait, total));
            round.Add(_interrupt, Share(before.Irq + before.SoftIrq, now.Irq + now.SoftIrq, total));
            round.Add(_steal, Share(before.Steal, now.Steal, total));
        }

        _before = now;
    }

    private void AddCore(HostRound round, int number, CpuTimes now)
    {
        if (!_cores.TryGetValue(number, out Core? core))
        {
            if (_cores.Count >= MostCores)
            {
                return;
            }

            core = new Core(HostSeries.Gauge(
                "system_cpu_core_busy_ratio", "1", "Share of one processor's time in which something ran.",
                ("cpu_logical_number", number.ToString(CultureInfo.InvariantCulture))));
            _cores.Add(number, core);
        }

        if (core.Before is CpuTimes before && now.Total > before.Total)
        {
            round.Add(core.Busy, 1 - Share(before.Resting, now.Resting, now.Total - before.Total));
        }

        core.Before = now;
    }

    /// <summary>The kernel lets idle and iowait fall by a tick or two now and then; that is none.</summary>
    private static double Share(ulong before, ulong now, double total) => now > before ? Math.Min(1, (now - before) / total) : 0;

    private static HostSeries Mode(string mode) => HostSeries.Gauge(Name, "1", Help, ("cpu_mode", mode));
}
