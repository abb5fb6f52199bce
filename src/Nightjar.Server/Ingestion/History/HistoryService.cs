using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Reads the sources of <c>ingestion.history</c>, one after the other and each once. One that cannot be read is tried again.</summary>
internal sealed partial class HistoryService(
    FrontDoor door,
    SeriesDoor series,
    TelemetryStore store,
    ServerOptions server,
    HistoryStatus status,
    IOptions<IngestionOptions> options,
    TimeProvider time,
    ILogger<HistoryService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        HistoryCheckpoint checkpoint = HistoryCheckpoint.Open(server.DataDirectory);
        foreach (HistoryOptions source in options.Value.History)
        {
            if (source.Url is { } url)
            {
                await ReadAsync(source, url, checkpoint, stoppingToken);
            }
        }

        status.Publish(status.Now with { IsDone = true });
    }

    private async Task ReadAsync(HistoryOptions source, Uri url, HistoryCheckpoint checkpoint, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await new HistoryImport(source, url, door, series, store, checkpoint, status, time).RunAsync(cancellation);
                if (status.Now is { Samples: > 0 } done)
                {
                    LogRead(done.Samples, done.Series, url, done.Elapsed, done.Waited);
                }

                return;
            }
            catch (Exception failure) when (failure is HistoryException or Storage.StorageException or IOException)
            {
                status.Publish(status.Now with { Problem = failure.Message });
                LogFailed(url, failure.Message);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Information, Message = "History: {Samples} samples of {Series} series of {Url} are stored and learnt after {Elapsed}; it was waited {Waited} for the source.")]
    private partial void LogRead(long samples, int series, Uri url, TimeSpan elapsed, TimeSpan waited);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "The history of {Url} cannot be read: {Problem}. It is tried again every 30 s and goes on where it was.")]
    private partial void LogFailed(Uri url, string problem);
}
