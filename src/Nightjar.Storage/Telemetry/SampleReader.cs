using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>Reads samples of some series out of the parts and the hot tables of one layout. Thread-safe.</summary>
internal sealed class SampleReader(HotDatabase database, Layouts layouts)
{
    /// <summary>See <see cref="TelemetryStore.Read"/>.</summary>
    public Dictionary<SeriesId, SamplePoint[]> Read(IReadOnlyCollection<SeriesId> series, TimeRange range, CancellationToken cancellation)
    {
        Dictionary<SeriesId, SamplePoint[]> found = [];
        if (series.Count == 0 || range.FromNs > range.ToNs)
        {
            return found;
        }

        Dictionary<ulong, PointList> lists = [];
        using (Layouts.Lease lease = layouts.Acquire())
        using (HotDatabase.Loan loan = database.Borrow())
        using (cancellation.Register(loan.Connection.Interrupt))
        {
            string condition = $"{Sql.Series(series)} AND {Sql.Time(range)}";
            foreach (string source in Sources(lease.Layout, range))
            {
                cancellation.ThrowIfCancellationRequested();
                Collect(loan.Connection, $"SELECT series, time, value FROM {source} WHERE {condition}", lists, cancellation);
            }
        }

        foreach ((ulong id, PointList list) in lists)
        {
            found.Add(new SeriesId(id), list.ToSorted());
        }

        return found;
    }

    /// <summary>What to select from, in the order in which it was written.</summary>
    private static IEnumerable<string> Sources(Layout layout, TimeRange range)
    {
        Part[] parts = [.. layout.Parts.Where(part => part.Range.FromNs <= range.ToNs && part.Range.ToNs >= range.FromNs)];
        if (parts.Length > 0)
        {
            yield return PartFiles.From(parts);
        }

        foreach (HotTable table in layout.Hot)
        {
            yield return table.Name;
        }
    }

    private static void Collect(DuckConnection connection, string sql, Dictionary<ulong, PointList> lists, CancellationToken cancellation)
    {
        try
        {
            using DuckResult rows = connection.Query(sql);
            PointList? list = null;
            ulong current = 0;
            while (rows.Next())
            {
                ReadOnlySpan<ulong> ids = rows.Column<ulong>(0);
                ReadOnlySpan<long> times = rows.Column<long>(1);
                ReadOnlySpan<double> values = rows.Column<double>(2);
                for (int row = 0; row < ids.Length; row++)
                {
                    if ((list is null || ids[row] != current) && !lists.TryGetValue(current = ids[row], out list))
                    {
                        lists.Add(current, list = new PointList());
                    }

                    list.Add(new SamplePoint(times[row], values[row]));
                }
            }
        }
        catch (DuckException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (DuckException failure)
        {
            throw new StorageException($"Samples cannot be read: {failure.Message}", failure);
        }
    }
}
