using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>
/// The limits a container sets. Its /proc still tells of the whole machine, yet it is killed at its own limit and slowed at its own
/// quota. The files at the root of the control groups exist, and hold a limit, only where that root is a container's.
/// </summary>
internal sealed class CgroupProbe(string sys) : IHostProbe
{
    // Version 1 writes "no limit" as the largest multiple of the page size below 2^63; nothing real is near.
    private const double NoLimitBytes = 1L << 60;
    private const double UsPerSecond = 1e6;
    private const double NsPerSecond = 1e9;

    private readonly Versioned _memoryLimit = new($"{sys}/fs/cgroup/memory.max", $"{sys}/fs/cgroup/memory/memory.limit_in_bytes");
    private readonly Versioned _memoryUsage = new($"{sys}/fs/cgroup/memory.current", $"{sys}/fs/cgroup/memory/memory.usage_in_bytes");
    private readonly Versioned _memoryStat = new($"{sys}/fs/cgroup/memory.stat", $"{sys}/fs/cgroup/memory/memory.stat");
    private readonly Versioned _cpuMax = new($"{sys}/fs/cgroup/cpu.max", $"{sys}/fs/cgroup/cpu/cpu.cfs_quota_us");
    private readonly ProcFile _cpuPeriod1 = new($"{sys}/fs/cgroup/cpu/cpu.cfs_period_us");
    private readonly Versioned _cpuStat = new($"{sys}/fs/cgroup/cpu.stat", $"{sys}/fs/cgroup/cpu/cpu.stat");
    private readonly ProcFile _cpuUsage1 = new($"{sys}/fs/cgroup/cpuacct/cpuacct.usage");

    private readonly HostSeries _limit = HostSeries.Gauge("system_cgroup_memory_limit_bytes", "By", "Memory the container may have.");
    private readonly HostSeries _used = HostSeries.Gauge(
        "system_cgroup_memory_usage_bytes", "By", "Memory the container holds, without file cache that can be dropped.");

    private readonly HostSeries _memoryShare = HostSeries.Gauge("system_cgroup_memory_utilization_ratio", "1", "Share of the container's memory in use.");
    private readonly HostSeries _cores = HostSeries.Gauge("system_cgroup_cpu_limit", "{cpu}", "Processors the container may use.");
    private readonly HostSeries _cpuShare = HostSeries.Gauge("system_cgroup_cpu_utilization_ratio", "1", "Share of the container's processor quota used.");
    private readonly HostSeries _throttled = HostSeries.Gauge(
        "system_cgroup_cpu_throttled_ratio", "1", "Share of time in which the quota held the container's threads back.");

    private double _usageBefore = double.NaN;
    private double _throttledBefore = double.NaN;

    private sealed class Versioned(string second, string first)
    {
        private readonly ProcFile _second = new(second);
        private readonly ProcFile _first = new(first);

        public bool TryRead(out ReadOnlySpan<byte> text, out bool isSecond)
        {
            isSecond = _second.TryRead(out text, out int _);
            return isSecond || _first.TryRead(out text, out int _);
        }
    }

    public string What => "container limits";

    public void Collect(HostRound round)
    {
        CollectMemory(round);
        CollectCpu(round);
    }

    private void CollectMemory(HostRound round)
    {
        // "max" is no number: no limit.
        if (!_memoryLimit.TryRead(out ReadOnlySpan<byte> text, out bool _) || !new FieldReader(text).TryNext(out double limit)
            || limit is <= 0 or >= NoLimitBytes
            || !_memoryUsage.TryRead(out text, out bool _) || !new FieldReader(text).TryNext(out double usage))
        {
            return;
        }

        ulong droppable = 0;
        if (_memoryStat.TryRead(out text, out bool isSecond))
        {
            _ = KeyedNumbers.TryFind(text, isSecond ? "inactive_file"u8 : "total_inactive_file"u8, out droppable);
        }

        double used = Math.Max(0, usage - droppable);
        round.Add(_limit, limit);
        round.Add(_used, used);
        round.Add(_memoryShare, Math.Min(1, used / limit));
    }

    private void CollectCpu(HostRound round)
    {
        if (!TryReadQuota(out double cores) || !TryReadUsage(out double usage, out double throttled))
        {
            return;
        }

        round.Add(_cores, cores);
        round.AddShare(_cpuShare, (usage - _usageBefore) / cores);
        round.AddShare(_throttled, throttled - _throttledBefore);
        _usageBefore = usage;
        _throttledBefore = throttled;
    }

    private bool TryReadQuota(out double cores)
    {
        cores = 0;
        if (!_cpuMax.TryRead(out ReadOnlySpan<byte> text, out bool isSecond))
        {
            return false;
        }

        // Version 2: "200000 100000" or "max 100000"; version 1: "200000" or "-1", and the period in a file of its own.
        FieldReader fields = new(text);
        if (!fields.TryNext(out double quota) || quota <= 0)
        {
            return false;
        }

        double period;
        if (isSecond)
        {
            _ = fields.TryNext(out period);
        }
        else
        {
            _ = _cpuPeriod1.TryRead(out text, out int _) & new FieldReader(text).TryNext(out period);
        }

        cores = quota / period;
        return period > 0;
    }

    /// <summary>Seconds of processor time used, and seconds held back.</summary>
    private bool TryReadUsage(out double usage, out double throttled)
    {
        usage = 0;
        throttled = 0;
        if (!_cpuStat.TryRead(out ReadOnlySpan<byte> text, out bool isSecond))
        {
            return false;
        }

        if (isSecond)
        {
            bool found = KeyedNumbers.TryFind(text, "usage_usec"u8, out ulong usageUs);
            _ = KeyedNumbers.TryFind(text, "throttled_usec"u8, out ulong throttledUs);
            usage = usageUs / UsPerSecond;
            throttled = throttledUs / UsPerSecond;
            return found;
        }

        _ = KeyedNumbers.TryFind(text, "throttled_time"u8, out ulong throttledNs);
        throttled = throttledNs / NsPerSecond;
        bool read = _cpuUsage1.TryRead(out text, out int _) & new FieldReader(text).TryNext(out double usageNs);
        usage = usageNs / NsPerSecond;
        return read;
    }
}
