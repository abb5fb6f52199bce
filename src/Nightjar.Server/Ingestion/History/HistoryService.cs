using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Reads the sources of <c>ingestion.history</c>, one after the other and each once. One that cannot be read is tried again.</summary>
internal sealed partial class HistoryService(
    HistoryLane lane,
    FileImport files,
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
                await ReadAsync($"{url}", () => ReadServerAsync(source, url, checkpoint, stoppingToken), stoppingToken);
            }
            else if (source.File is { } file)
            {
                await ReadAsync(file, () => ReadFileAsync(file, checkpoint, stoppingToken), stoppingToken);
            }
        }

        status.Publish(status.Now with { IsDone = true });
    }

    private async Task ReadAsync(string source, Func<Task> read, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                using (await lane.TakeTurnAsync(cancellation))
                {
                    await read();
                }

                return;
            }
            catch (Exception failure) when (failure is HistoryException or Storage.StorageException or IOException)
            {
                status.Publish(status.Now with { Problem = failure.Message });
                LogFailed(source, failure.Message);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private async Task ReadServerAsync(HistoryOptions source, Uri url, HistoryCheckpoint checkpoint, CancellationToken cancellation)
    {
        await new HistoryImport(source, url, lane, series, store, checkpoint, status, time).RunAsync(cancellation);
        if (status.Now is { Samples: > 0 } done)
        {
            LogRead(done.Samples, done.Series, url, done.Elapsed, done.Waited);
        }
    }

    private async Task ReadFileAsync(string file, HistoryCheckpoint checkpoint, CancellationToken cancellation)
    {
        if (checkpoint.Of(file) is { IsLearnt: true })
        {
            return;
        }

        FileReport report = await files.RunAsync(Path.GetFullPath(file, server.ConfigurationDirectory), file, cancellation);
        LogReadFile(report.Samples, report.Series, file, report.AlreadyThere, report.Refused, report.BadRows);
        foreach (FileProblem problem in report.Problems)
        {
            LogBadRow(file, problem.Line, problem.Sentence);
        }

        checkpoint.Note(file, new HistoryMark(report.FromNs, report.ToNs, 0, true));
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Information, Message = "History: {Samples} samples of {Series} series of {Url} are stored and learnt after {Elapsed}; it was waited {Waited} for the source.")]
    private partial void LogRead(long samples, int series, Uri url, TimeSpan elapsed, TimeSpan waited);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "The history of {Url} cannot be read: {Problem}. It is tried again every 30 s; a server goes on where it was, a file begins anew.")]
    private partial void LogFailed(string url, string problem);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Information, Message = "History: {Samples} samples of {Series} series of {File} are stored and learnt; {AlreadyThere} were there already, {Refused} refused, {BadRows} rows cannot be used.")]
    private partial void LogReadFile(long samples, int series, string file, long alreadyThere, long refused, long badRows);

    [LoggerMessage(EventId = 1504, Level = LogLevel.Warning, Message = "{File}, line {Line}: {Problem}.")]
    private partial void LogBadRow(string file, long line, string problem);
}
