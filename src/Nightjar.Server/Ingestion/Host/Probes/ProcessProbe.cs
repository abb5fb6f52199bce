using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>
/// <c>/proc/PID/stat</c> of all processes: how many there are by state, and which executables use most processor time and memory.
/// </summary>
internal sealed class ProcessProbe(string proc, int top, TimeSpan interval) : IHostProbe
{
    // The kernel's unit of process times is 1/100 s on every Linux that .NET runs on (USER_HZ).
    private const double TicksPerSecond = 100;

    // About 15 µs each: more would cost over 3 % of a core at the default interval, which a watch must not.
    private const int MostProcesses = 20_000;

    // Below it nobody is "top": else the list of an idle machine would be drawn by lot each round.
    private const double LeastShare = 0.001;

    // The kernel cuts a name to this length; a longer one is taken from the command line.
    private const int CutNameLength = 15;
    private const string KernelName = "[kernel]";

    // A name stays watched this long after it fell out of the top: one that comes and goes could not be learnt.
    private readonly long _keepRounds = Math.Max(1, (long)Math.Ceiling(TimeSpan.FromMinutes(5) / interval));
    private readonly Dictionary<int, Seen> _seen = [];
    private readonly Dictionary<string, ProcessGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<ProcessGroup> _order = [];
    private readonly ProcessStates _states = new();
    private readonly ProcessFiles _files = new(proc);
    private long _round;

    private readonly record struct Seen(ulong StartTicks, ulong Ticks, long Round, ProcessGroup Group);

    public string What => "processes";

    public void Collect(HostRound round)
    {
        _round++;
        _states.Clear();
        foreach (ProcessGroup group in _groups.Values)
        {
            group.Clear();
        }

        int count = 0;
        foreach (int id in _files.Ids())
        {
            if (++count > MostProcesses)
            {
                round.Problem($"{proc}/PID", $"there are over {MostProcesses} processes; the rest is left out");
                break;
            }

            Take(id);
        }

        if (count == 0)
        {
            round.Problem($"{proc}/PID", "no process can be seen; it may be mounted with hidepid, or not at all");
            return;
        }

        Forget();
        _states.Write(round);
        WriteTop(round);
    }

    private void Take(int id)
    {
        if (!_files.TryReadStat(id, out ReadOnlySpan<byte> text)
            || !ProcessStat.TryParse(text, out ReadOnlySpan<byte> name, out ProcessStat process))
        {
            return; // it ended between the listing and the reading
        }

        bool known = _seen.TryGetValue(id, out Seen before) && before.StartTicks == process.StartTicks;
        ProcessGroup group = process.IsKernel
            ? GroupOf(KernelName)
            : known && name.Length == CutNameLength && IsBeginning(name, before.Group.Name)
                ? before.Group
                : GroupOf(name.Length == CutNameLength ? _files.FullName(id, name) : ProcessFiles.Text(name));

        // One not seen before was started since the last round, so all its time lies in it; in the first round nothing is known.
        ulong ticks = known ? process.Ticks - Math.Min(process.Ticks, before.Ticks) : _round > 1 ? process.Ticks : 0;
        group.Add(ticks, process.ResidentPages * (double)Environment.SystemPageSize);
        _states.Add(process.State);
        _seen[id] = new Seen(process.StartTicks, process.Ticks, _round, group);
    }

    private ProcessGroup GroupOf(string name)
    {
        if (!_groups.TryGetValue(name, out ProcessGroup? group))
        {
            group = new ProcessGroup(name);
            _groups.Add(name, group);
        }

        return group;
    }

    /// <summary>Lets go of processes and names that are no more.</summary>
    private void Forget()
    {
        foreach ((int id, Seen seen) in _seen)
        {
            if (seen.Round != _round)
            {
                _seen.Remove(id);
            }
        }

        foreach ((string name, ProcessGroup group) in _groups)
        {
            if (group.Count == 0)
            {
                _groups.Remove(name);
            }
        }
    }

    private void WriteTop(HostRound round)
    {
        double capacity = round.ElapsedSeconds * TicksPerSecond * Environment.ProcessorCount;
        _order.Clear();
        _order.AddRange(_groups.Values);
        if (capacity > 0)
        {
            _order.Sort(static (a, b) => Descending(a.Ticks, b.Ticks, a, b));
            Mark(group => group.Ticks / capacity >= LeastShare);
        }

        _order.Sort(static (a, b) => Descending(a.ResidentBytes, b.ResidentBytes, a, b));
        Mark(group => group.ResidentBytes > 0);

        // The newest of the top first, so that the bound takes from those that fell out longest ago.
        _order.RemoveAll(group => group.TopRound == 0 || _round - group.TopRound > _keepRounds);
        _order.Sort(static (a, b) => Descending(a.TopRound, b.TopRound, a, b));
        foreach (ProcessGroup group in _order.Take(4 * top))
        {
            if (capacity > 0)
            {
                round.Add(group.Cpu, Math.Min(1, group.Ticks / capacity));
            }

            round.Add(group.Memory, group.ResidentBytes);
            round.Add(group.Instances, group.Count);
        }
    }

    private void Mark(Func<ProcessGroup, bool> counts)
    {
        foreach (ProcessGroup group in _order.Take(top).Where(counts))
        {
            group.TopRound = _round;
        }
    }

    private static int Descending<T>(T one, T other, ProcessGroup a, ProcessGroup b)
        where T : IComparable<T>
    {
        int order = other.CompareTo(one);
        return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
    }

    private static bool IsBeginning(ReadOnlySpan<byte> bytes, string name)
    {
        if (name.Length < bytes.Length)
        {
            return false;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != name[i])
            {
                return false;
            }
        }

        return true;
    }
}
