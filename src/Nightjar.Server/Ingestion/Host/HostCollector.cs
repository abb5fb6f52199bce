using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Host.Probes;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>
/// Looks at this machine every few seconds and writes what it sees through the front door, like any other source. What cannot be read
/// is said once in the log and stands in <see cref="HostStatus"/>; the rest goes on.
/// </summary>
internal sealed partial class HostCollector : BackgroundService
{
    /// <summary>Its name among the sources.</summary>
    public const string Source = "host";

    private readonly FrontDoor _door;
    private readonly HostStatus _status;
    private readonly HostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HostCollector> _log;
    private readonly Histogram<double> _duration;
    private readonly HostRound _round;
    private readonly ImmutableArray<IHostProbe> _probes;
    private readonly HashSet<HostProblem> _told = [];
    private readonly string _hostName;
    private readonly string _bootId;
    private long _lastTimestamp;
    private long _rounds;
    private long _skipped;

    public HostCollector(
        FrontDoor door, SeriesDoor series, HostStatus status, IOptions<HostOptions> options, TimeProvider time, IMeterFactory meters,
        ILogger<HostCollector> log)
    {
        _door = door;
        _status = status;
        _options = options.Value;
        _time = time;
        _log = log;
        _duration = meters.Create(SelfMeter.Name).CreateHistogram<double>("nightjar.host.round.duration", "s", "Time one look at this machine takes.");
        _hostName = _options.Name.Length > 0 ? _options.Name : Environment.MachineName;
        _bootId = ReadBootId(_options.ProcPath);
        _round = new HostRound(series, _hostName);
        _probes = Probes(_options);
    }

    /// <summary>Collects and writes once.</summary>
    internal async Task RunRoundAsync(CancellationToken cancellation)
    {
        using SampleBatch batch = new(Source);
        long begun = _time.GetTimestamp();
        long timeNs = _time.NowNs();
        _round.Begin(batch, timeNs, _rounds == 0 ? double.NaN : _time.GetElapsedTime(_lastTimestamp, begun).TotalSeconds);
        _lastTimestamp = begun;
        foreach (IHostProbe probe in _probes)
        {
            probe.Collect(_round);
        }

        _round.MarkEnded();
        TimeSpan took = _time.GetElapsedTime(begun);
        _duration.Record(took.TotalSeconds);
        WriteOutcome outcome = await _door.WriteAsync(batch, cancellation);
        _rounds++;
        if (outcome == WriteOutcome.Durable)
        {
            _round.Forget();
        }
        else
        {
            _skipped++;
        }

        Tell();
        Publish(timeNs, took);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!_options.Enabled)
        {
            return;
        }

        using PeriodicTimer timer = new(_options.Interval, _time);
        do
        {
            try
            {
                await RunRoundAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                _skipped++;
                LogRoundFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static ImmutableArray<IHostProbe> Probes(HostOptions options) =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess
            ?
            [
                new CpuProbe(options.ProcPath),
                new KernelProbe(options.ProcPath),
                new PressureProbe(options.ProcPath),
                new MemoryProbe(options.ProcPath),
                new CgroupProbe(options.SysPath),
                new DiskProbe(options.ProcPath, $"{options.SysPath}/block", options.IgnoredDevices),
                new FileSystemProbe(options.ProcPath, options.IgnoredFileSystems),
                new NetworkProbe(options.ProcPath, options.IgnoredInterfaces),
                new TcpProbe(options.ProcPath),
                new ProcessProbe(options.ProcPath, options.TopProcesses, options.Interval),
            ]
            : [new PortableProbe()];

    /// <summary>Once for each thing and reason, not once a round. Bounded, as names of mounts may come and go for ever.</summary>
    private void Tell()
    {
        foreach (HostProblem problem in _round.Problems)
        {
            if (_told.Count < 1_000 && _told.Add(problem))
            {
                LogUnreadable(problem.What, problem.Why);
            }
        }
    }

    private void Publish(long timeNs, TimeSpan took) => _status.Publish(new HostReport
    {
        Watching = true,
        HostName = _hostName,
        OperatingSystem = RuntimeInformation.OSDescription,
        BootId = _bootId,
        Interval = _options.Interval,
        LastRoundNs = timeNs,
        LastDuration = took,
        Rounds = _rounds,
        SkippedRounds = _skipped,
        Series = _round.LiveSeries,
        Watched = [.. _probes.Select(probe => probe.What)],
        Unreadable = [.. _round.Problems],
    });

    private static string ReadBootId(string proc) =>
        OperatingSystem.IsLinux() && new ProcFile($"{proc}/sys/kernel/random/boot_id").TryRead(out ReadOnlySpan<byte> text, out int _)
            ? Encoding.ASCII.GetString(text).Trim()
            : "";

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "Of this machine {What} cannot be read: {Why}. The rest is watched.")]
    private partial void LogUnreadable(string what, string why);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Warning, Message = "One look at this machine failed; the next follows.")]
    private partial void LogRoundFailed(Exception failure);
}
