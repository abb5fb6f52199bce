using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>Deletes whole parts by age and by size, oldest first, and then the series that have no sample left.</summary>
internal sealed class Retention(
    HotDatabase database, SeriesCatalog catalog, Layouts layouts, PartFiles files, Lock append, TelemetryStoreOptions options, TimeProvider time)
{
    /// <summary>Deletes what is due; false when nothing is.</summary>
    public bool Apply()
    {
        Layout before = layouts.Current;
        List<Part> due = Due(before.Parts);
        if (due.Count == 0)
        {
            return false;
        }

        layouts.Publish(
            before with { Parts = [.. before.Parts.Except(due)] },
            () => due.ForEach(part => File.Delete(part.Path)));
        DropSeries();
        return true;
    }

    /// <summary>Bytes of telemetry on disk: parts, hot database and its log.</summary>
    public long BytesOnDisk() => HotBytes() + new DirectoryInfo(files.Directory).EnumerateFiles().Sum(Size);

    private long HotBytes() => Size(new FileInfo(database.File)) + Size(new FileInfo(database.File + ".wal"));

    private static long Size(FileInfo file)
    {
        try
        {
            return file.Exists ? file.Length : 0;
        }
        catch (FileNotFoundException)
        {
            return 0; // deleted since it was listed
        }
    }

    private List<Part> Due(IReadOnlyList<Part> parts)
    {
        long oldest = time.NowNs() - options.RetentionAge.ToNs();
        List<Part> due = [.. parts.Where(part => part.Range.ToNs < oldest)];

        // Not what lies on disk: a part given up already lies there while a reader has it open, and would cost another part its place.
        long bytes = HotBytes() + parts.Except(due).Sum(part => part.Bytes);
        foreach (Part part in parts.Except(due).OrderBy(part => part.Range.ToNs))
        {
            if (bytes <= options.RetentionBytes)
            {
                break;
            }

            due.Add(part);
            bytes -= part.Bytes;
        }

        return due;
    }

    /// <summary>
    /// A series whose newest sample is older than every sample kept has none. One with none that is newer stays until the parts
    /// of its time go too: it is found by its name a little longer than it has data.
    /// </summary>
    private void DropSeries()
    {
        lock (append)
        {
            Layout layout = layouts.Current;
            long oldest = layout.Parts.Select(part => part.Range.FromNs)
                .Concat(layout.Hot.Select(table => table.Figures.Range.FromNs))
                .Min();
            List<SeriesEntry> gone = [.. catalog.All.Where(entry => entry.Durable && entry.AppendedNs < oldest)];
            if (gone.Count == 0)
            {
                return;
            }

            SeriesId[] ids = [.. gone.Select(entry => entry.Series.Id)];
            using HotDatabase.Loan loan = database.Borrow();
            loan.Connection.Transact(connection =>
            {
                SeriesTable.Delete(connection, ids);
                connection.Execute($"DELETE FROM newest WHERE {Sql.Series(ids)}");
            });
            gone.ForEach(catalog.Drop);
        }
    }
}
