using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>What a data directory holds when it is opened.</summary>
/// <param name="Files">The directory of the parts.</param>
/// <param name="Layout">Where the samples stand.</param>
/// <param name="Written">Hot tables that stand in a part already: a crash came between writing and dropping.</param>
/// <param name="Damaged">Parts that cannot be read.</param>
internal sealed record StoreContents(PartFiles Files, Layout Layout, IReadOnlyList<HotTable> Written, IReadOnlyList<string> Damaged)
{
    /// <summary>Reads it, and fills the catalog.</summary>
    /// <exception cref="StorageException">It was written by a newer version, or the catalog is damaged.</exception>
    public static StoreContents Load(HotDatabase database, PartFiles files, SeriesCatalog catalog, TimeProvider time)
    {
        using HotDatabase.Loan loan = database.Borrow();
        DuckConnection connection = loan.Connection;
        HotSchema.Prepare(connection);
        SeriesTable.Load(connection, catalog);
        List<Part> parts = files.Load(connection, out List<string> damaged);
        List<HotTable> found = HotSchema.HotTables(connection, time.NowNs());
        NewestSamples.Restore(connection, found, catalog);

        bool Written(HotTable table) => parts.Exists(part => part.First <= table.Generation && table.Generation <= part.Last);
        List<HotTable> written = found.FindAll(Written);
        List<HotTable> hot = found.FindAll(table => !Written(table));
        if (hot.Count == 0)
        {
            hot.Add(new HotTable(NextGeneration(files, found), HotFigures.None));
            HotWriter.CreateTable(connection, hot[0]);
        }

        return new StoreContents(files, new Layout(parts, hot), written, damaged);
    }

    // Above every name there is, damaged parts included: a generation is never used twice.
    public static long NextGeneration(PartFiles files, List<HotTable> hot)
    {
        long last = hot.Select(table => table.Generation).Append(0).Max();
        foreach (string path in Directory.GetFiles(files.Directory))
        {
            last = PartFiles.TryParse(path, out _, out long of) ? Math.Max(last, of) : last;
        }

        return last + 1;
    }
}
