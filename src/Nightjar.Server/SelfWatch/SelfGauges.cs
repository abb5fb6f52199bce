using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.SelfWatch;

/// <summary>What is read when somebody asks: the process, and how full the queue and the catalog are beside their bounds.</summary>
internal sealed class SelfGauges : IHostedService
{
    public SelfGauges(
        IMeterFactory meters, FrontDoor door, LogDoor logDoor, StorageMaintenance maintenance, TelemetryStore store, LogStore logs,
        IOptions<IngestionOptions> ingestion, IOptions<LogsOptions> logOptions)
    {
        Meter meter = meters.Create(SelfMeter.Name);
        int queueBound = ingestion.Value.QueuedSamples;
        meter.CreateObservableGauge("nightjar.ingestion.queued", () => door.QueuedSamples, "{sample}", "Samples that wait for a commit.");
        meter.CreateObservableGauge("nightjar.ingestion.queue_bound", () => queueBound, "{sample}", "Samples that may wait: ingestion.queuedSamples.");
        meter.CreateObservableGauge("nightjar.ingestion.body", () => door.Bodies.Bytes, "By", "Memory that bodies of requests take.");
        meter.CreateObservableGauge("nightjar.ingestion.body_bound", () => door.Bodies.MaxBytes, "By", "Memory they may take: ingestion.maxBodyBytesInFlight.");
        long logBound = logOptions.Value.QueuedBytes;
        meter.CreateObservableGauge("nightjar.ingestion.logs.queued", () => logDoor.QueuedBytes, "By", "Log records that wait for a commit.");
        meter.CreateObservableGauge("nightjar.ingestion.logs.queue_bound", () => logBound, "By", "Log records that may wait: ingestion.logs.queuedBytes.");
        meter.CreateObservableGauge("nightjar.storage.logs.streams", () => logs.Streams.Count, "{stream}", "Streams of logs.");
        meter.CreateObservableGauge("nightjar.storage.logs.streams_bound", () => logs.Options.MaxStreams, "{stream}", "Streams there may be: storage.logs.maxStreams.");
        meter.CreateObservableGauge("nightjar.storage.series", () => store.Catalog.Count, "{series}", "Series in the catalog.");
        meter.CreateObservableGauge("nightjar.storage.series_bound", () => store.Options.MaxSeries, "{series}", "Series there may be: storage.maxSeries.");
        meter.CreateObservableGauge(
            "nightjar.storage.failed", () => (door.StorageFailure ?? logDoor.StorageFailure ?? maintenance.Failure) is null ? 0 : 1, null,
            "1 since a commit or a step of maintenance failed, 0 again after one that succeeded.");

        // The names every Prometheus client library gives them.
        long startTicks = ReadProcess(process => process.StartTime.ToUniversalTime().Ticks - DateTime.UnixEpoch.Ticks);
        meter.CreateObservableCounter("process.cpu", () => ReadProcess(process => process.TotalProcessorTime.TotalSeconds), "s", "CPU time used.");
        meter.CreateObservableGauge("process.resident.memory", () => Environment.WorkingSet, "By", "Memory in RAM.");
        meter.CreateObservableGauge("process.start_time", () => (double)startTicks / TimeSpan.TicksPerSecond, "s", "Start, seconds since 1970 UTC.");
    }

    /// <summary>Nothing to run: it is a hosted service so that the gauges exist from the start.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static T ReadProcess<T>(Func<Process, T> read)
    {
        using Process self = Process.GetCurrentProcess();
        return read(self);
    }
}
