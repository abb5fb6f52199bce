using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>
/// Takes in a past from a file: all of it is stored first, then learnt from the store, where it stands in ascending time whatever the order of the file.
/// Broken off, it is done once more: what is stored stays as it is.
/// </summary>
internal sealed class FileImport(HistoryLane lane, SeriesDoor series, TelemetryStore store, HistoryStatus status, TimeProvider time)
{
    // Samples read before they are stored: 10 MB.
    private const int BatchSamples = 400_000;

    /// <summary>Does it; returns once all is learnt and saved. The caller has the lane's turn.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="cancellation">Breaks off.</param>
    /// <exception cref="HistoryException">It cannot be read.</exception>
    /// <exception cref="Storage.StorageException">The disk fails.</exception>
    public async Task<FileReport> RunAsync(string path, string name, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        string source = $"file {name}";
        PastWriter writer = new(lane, store);
        using SampleFile file = SampleFile.OpenAny(path, name, series);
        for (bool more = true; more;)
        {
            SampleBatch batch = new(source) { IsHistory = true };
            more = file.Read(batch, BatchSamples);
            await writer.WriteAsync(batch, cancellation);
            Publish(writer, source, started, 0);
        }

        TimeSpan read = time.GetElapsedTime(started);
        if (writer.Series.Count > 0)
        {
            // From the oldest on that is kept of them up to the present: what was known of a series before is learnt anew together with the new
            // past, and what came in after the file's end is no news either.
            await lane.LearnStoredAsync(source, writer.Series.Select(entry => entry.Id).ToHashSet(), new TimeRange(long.MinValue, time.NowNs()), cancellation);
            await lane.HandOverAsync(cancellation);
        }

        Publish(writer, source, started, 1);
        (long fromNs, long toNs) = writer.Series.Count > 0 ? (writer.Range.FromNs, writer.Range.ToNs) : (0, 0);
        return new FileReport(
            name, file.Rows, writer.Series.Count, writer.Stored, writer.AlreadyThere, writer.Refusals.Total, writer.Refusals.ToString(), file.BadRows, file.Problems, fromNs, toNs,
            read.TotalSeconds, (time.GetElapsedTime(started) - read).TotalSeconds);
    }

    private void Publish(PastWriter writer, string source, long started, double share) =>
        status.Publish(new HistoryProgress(source, writer.Series.Count, writer.Stored, share, TimeSpan.Zero, time.GetElapsedTime(started), null, status.Now.IsDone));
}
