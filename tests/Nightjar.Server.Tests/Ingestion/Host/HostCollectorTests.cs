using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Host;

namespace Nightjar.Server.Tests.Ingestion.Host;

/// <summary>The whole collector over a /proc written by hand.</summary>
public sealed class HostCollectorTests
{
    [Fact]
    public async Task RunRound_TwoRounds_GivesShares()
    {
        await using HostFixture host = new();
        await host.RoundAsync();
        host.Write("stat", "cpu  200 0 100 1600 100 0 0 0 0 0\ncpu0 200 0 100 1600 100 0 0 0 0 0\nctxt 500\nprocesses 70\n");
        host.Write("pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\n");
        host.Write("diskstats", "   8  0 sda 110 0 2048 500 20 0 4096 300 1 2000 0\n   8  1 sda1 110 0 2048 500 20 0 4096 300 1 2000 0\n   7  0 loop0 1 1 1 1 1 1 1 1 1 1 1\n");
        await host.RoundAsync();

        Assert.Equal(0.2, host.Value("system_cpu_busy_ratio"), 1e-9);
        Assert.Equal(0.1, host.Value("system_cpu_utilization_ratio", ("cpu_mode", "user")), 1e-9);
        Assert.Equal(0.2, host.Value("system_cpu_core_busy_ratio", ("cpu_logical_number", "0")), 1e-9);
        Assert.Equal(0.25, host.Value("system_linux_pressure_stalled_ratio", ("pressure_resource", "cpu"), ("pressure_scope", "some")), 1e-9);
        Assert.Equal(0.2, host.Value("system_disk_utilization_ratio", ("system_device", "sda")), 1e-9);
        Assert.Equal(0.05, host.Value("system_disk_operation_latency_seconds", ("system_device", "sda"), ("disk_io_direction", "read")), 1e-9);
        Assert.Equal(2048 * 512, host.Value("system_disk_io_bytes_total", ("system_device", "sda"), ("disk_io_direction", "read")));
        Assert.DoesNotContain(host.Store.Catalog.All, entry => entry.Series.Labels["system_device"] is "sda1" or "loop0");
    }

    [Fact]
    public async Task RunRound_AllSamples_ShareHostNameAndTime()
    {
        await using HostFixture host = new();
        await host.RoundAsync();

        Assert.All(host.Store.Catalog.All, entry => Assert.Equal("box", entry.Series.Labels["host_name"]));
        Assert.Single(host.Store.Catalog.All.Select(entry => entry.LastTimeNs).Distinct());
        Assert.All(host.Store.Catalog.All, entry => Assert.Equal("host", entry.Source));
    }

    [Fact]
    public async Task RunRound_Processes_AreGroupedByExecutable()
    {
        await using HostFixture host = new();
        host.Process(10, "java", ticks: 100, pages: 10);
        host.Process(11, "java", ticks: 100, pages: 20);
        await host.RoundAsync();
        host.Process(10, "java", ticks: 150, pages: 10);
        host.Process(11, "java", ticks: 150, pages: 20);
        await host.RoundAsync();

        // 100 ticks of 1/100 s in 10 s.
        Assert.Equal(0.1 / Environment.ProcessorCount, host.Value("process_cpu_utilization_ratio", ("process_executable_name", "java")), 1e-9);
        Assert.Equal(30 * Environment.SystemPageSize, host.Value("process_memory_usage_bytes", ("process_executable_name", "java")));
        Assert.Equal(2, host.Value("process_count", ("process_executable_name", "java")));
        Assert.Equal(3, host.Value("system_process_count"));
    }

    [Fact]
    public async Task RunRound_ProcessGone_GetsAStaleMarkerOnce()
    {
        await using HostFixture host = new();
        host.Process(10, "java", ticks: 100, pages: 10);
        host.Process(12, "init", ticks: 1, pages: 1);
        await host.RoundAsync();
        host.EndProcess(10);
        await host.RoundAsync();
        long endNs = host.Entry("process_memory_usage_bytes", ("process_executable_name", "java")).LastTimeNs;
        await host.RoundAsync();

        Assert.True(StaleMarker.Is(host.Value("process_memory_usage_bytes", ("process_executable_name", "java"))));
        Assert.Equal(endNs, host.Entry("process_memory_usage_bytes", ("process_executable_name", "java")).LastTimeNs);
        Assert.False(StaleMarker.Is(host.Value("process_memory_usage_bytes", ("process_executable_name", "init"))));
    }

    [Fact]
    public async Task RunRound_OutOfTheTop_StaysForFiveMinutesThenEnds()
    {
        await using HostFixture host = new(topProcesses: 1);
        host.Process(10, "small", ticks: 1, pages: 10);
        await host.RoundAsync();
        host.Process(11, "large", ticks: 1, pages: 20);
        await host.RoundAsync();
        Assert.False(StaleMarker.Is(host.Value("process_memory_usage_bytes", ("process_executable_name", "small"))));

        for (int i = 0; i < 31; i++)
        {
            await host.RoundAsync();
        }

        Assert.True(StaleMarker.Is(host.Value("process_memory_usage_bytes", ("process_executable_name", "small"))));
        Assert.False(StaleMarker.Is(host.Value("process_memory_usage_bytes", ("process_executable_name", "large"))));
    }

    [Fact]
    public async Task RunRound_FileMissing_IsSaidAndTheRestGoesOn()
    {
        await using HostFixture host = new();
        host.Delete("pressure/io");
        host.Delete("diskstats");
        await host.RoundAsync();

        HostReport report = host.Status.Report;
        Assert.Equal(2, report.Unreadable.Length);
        Assert.All(report.Unreadable, problem => Assert.Equal("No such file or directory", problem.Why));
        Assert.Equal("box", report.HostName);
        Assert.Equal(0.42, host.Value("system_cpu_load_average_1m"));
    }

    [Fact]
    public async Task RunRound_ContainerWithLimits_TellsThem()
    {
        await using HostFixture host = new();
        host.WriteSys("fs/cgroup/memory.max", "1000000\n");
        host.WriteSys("fs/cgroup/memory.current", "700000\n");
        host.WriteSys("fs/cgroup/memory.stat", "anon 1\ninactive_file 200000\n");
        host.WriteSys("fs/cgroup/cpu.max", "50000 100000\n");
        host.WriteSys("fs/cgroup/cpu.stat", "usage_usec 0\nthrottled_usec 0\n");
        await host.RoundAsync();
        host.WriteSys("fs/cgroup/cpu.stat", "usage_usec 4000000\nthrottled_usec 1000000\n");
        await host.RoundAsync();

        Assert.Equal(0.5, host.Value("system_cgroup_memory_utilization_ratio"), 1e-9);
        Assert.Equal(0.5, host.Value("system_cgroup_cpu_limit"), 1e-9);
        Assert.Equal(0.8, host.Value("system_cgroup_cpu_utilization_ratio"), 1e-9);
        Assert.Equal(0.1, host.Value("system_cgroup_cpu_throttled_ratio"), 1e-9);
    }

    [Fact]
    public async Task RunRound_OldControlGroups_TellTheSame()
    {
        await using HostFixture host = new();
        host.WriteSys("fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        host.WriteSys("fs/cgroup/memory/memory.usage_in_bytes", "700000\n");
        host.WriteSys("fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n");
        host.WriteSys("fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        host.WriteSys("fs/cgroup/cpu/cpu.stat", "nr_periods 1\nthrottled_time 0\n");
        host.WriteSys("fs/cgroup/cpuacct/cpuacct.usage", "0\n");
        await host.RoundAsync();
        host.WriteSys("fs/cgroup/cpuacct/cpuacct.usage", "10000000000\n");
        await host.RoundAsync();

        Assert.Equal(0.5, host.Value("system_cgroup_cpu_utilization_ratio"), 1e-9);
        Assert.DoesNotContain(host.Store.Catalog.Names, name => name.StartsWith("system_cgroup_memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunRound_FileSystems_AreShownOnceADevice()
    {
        await using HostFixture host = new();
        host.Write("self/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sda1 /etc/hosts ext4 rw 0 0\nproc /proc proc rw 0 0\ntmpfs /run tmpfs rw 0 0\n");
        await host.RoundAsync();

        Assert.Equal("/", Assert.Single(host.Store.Catalog.OfName("system_filesystem_limit_bytes")).Series.Labels["system_filesystem_mountpoint"]);
        Assert.InRange(host.Value("system_filesystem_utilization_ratio"), 0, 1);
        Assert.InRange(host.Value("system_filesystem_inodes_utilization_ratio"), 0, 1);
    }

    [Fact]
    public async Task RunRound_DoorOverloaded_CountsTheRoundAndMarksEndsLater()
    {
        await using HostFixture host = new();
        host.Process(10, "java", ticks: 100, pages: 10);
        host.Process(12, "init", ticks: 1, pages: 1);
        await host.RoundAsync();
        host.EndProcess(10);
        host.Limits.QueuedSamples = 0;
        await host.RoundAsync();
        Assert.Equal(1, host.Status.Report.SkippedRounds);
        Assert.False(StaleMarker.Is(host.Value("process_memory_usage_bytes", ("process_executable_name", "java"))));

        host.Limits.QueuedSamples = 1_000;
        await host.RoundAsync();

        Assert.True(StaleMarker.Is(host.Value("process_memory_usage_bytes", ("process_executable_name", "java"))));
        Assert.Equal(1, host.Status.Report.SkippedRounds);
    }
}
