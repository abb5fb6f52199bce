using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Storage;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry.Logs;
using HostOptions = Nightjar.Server.Ingestion.Host.HostOptions;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>Follows the files of <c>ingestion.logs.files</c>: a line is passed only once it is durable, so a full queue or disk makes it wait, and a restart goes on there.</summary>
internal sealed partial class LogFilesReader(
    LogDoor door, SnapshotStore snapshots, IOptions<LogsOptions> options, IOptions<HostOptions> host, TimeProvider time, ILogger<LogFilesReader> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (options.Value.Files.Count == 0)
        {
            return;
        }

        string hostName = host.Value.Name.Length > 0 ? host.Value.Name : Environment.MachineName;
        using TailedFiles files = new(options.Value.Files, options.Value.MaxFiles, hostName, door.Streams, snapshots, log);
        if (files.Restore() is { } problem)
        {
            LogPositionsLost(problem);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            bool isKept = await RoundAsync(files, stoppingToken);
            if (!isKept || files.AreAtEnd)
            {
                await Task.Delay(isKept ? Pause : AfterFailure, time, stoppingToken);
            }
        }
    }

    private async Task<bool> RoundAsync(TailedFiles files, CancellationToken cancellation)
    {
        LogBatch batch = new();
        files.Read(batch, time.NowNs());
        if (batch.Count == 0)
        {
            batch.Dispose();
            return true;
        }

        Refusals refusals = new();
        if (batch.Cut > 0)
        {
            refusals.Add(RefusalReason.TooLarge, batch.Cut, () => $"a message is longer than {LogBatch.MaxMessageBytes} bytes; its end was cut off");
        }

        LogOutcome written = await door.WriteAsync(batch, TailedFiles.Source, refusals, cancellation);
        if (written.Outcome != WriteOutcome.Durable)
        {
            files.Rewind();
            return false;
        }

        try
        {
            files.Commit();
            return true;
        }
        catch (StorageException failure)
        {
            // The lines are durable and so not read again in this run; the next saves this place too.
            LogPositionsNotSaved(failure);
            return false;
        }
    }

    [LoggerMessage(EventId = 1622, Level = LogLevel.Warning, Message = "{Problem} The files that are followed are read from their beginning.")]
    private partial void LogPositionsLost(string problem);

    [LoggerMessage(EventId = 1623, Level = LogLevel.Error, Message = "How far the files are read could not be saved; after a restart some lines may come twice.")]
    private partial void LogPositionsNotSaved(Exception failure);
}
