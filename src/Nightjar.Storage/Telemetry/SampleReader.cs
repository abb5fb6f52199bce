using System.Globalization;
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
            foreach (string select in Selects(lease.Layout, range, condition))
            {
                cancellation.ThrowIfCancellationRequested();
                Collect(loan.Connection, select, lists, cancellation);
            }
        }

        foreach ((ulong id, PointList list) in lists)
        {
            found.Add(new SeriesId(id), list.ToSorted());
        }

        return found;
    }

    /// <summary>What to run, in the order in which the samples were written wherever one may stand twice.</summary>
    private static IEnumerable<string> Selects(Layout layout, TimeRange range, string condition)
    {
        Part[] parts = [.. layout.Parts.Where(part => part.Range.FromNs <= range.ToNs && part.Range.ToNs >= range.FromNs)];
        if (parts.Any(part => part.Repeats))
        {
            // DuckDB gives the rows of many files in any order.
            IEnumerable<string> each = parts.Select(part => string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT series, time, value, {part.Last} AS generation FROM {PartFiles.From([part])} WHERE {condition}"));
            yield return $"SELECT series, time, value FROM ({string.Join(" UNION ALL ", each)}) ORDER BY generation";
        }
        else if (parts.Length > 0)
        {
            yield return $"SELECT series, time, value FROM {PartFiles.From(parts)} WHERE {condition}";
        }

        foreach (HotTable table in layout.Hot)
        {
            yield return $"SELECT series, time, value FROM {table.Name} WHERE {condition}{(table.Figures.Repeats ? " ORDER BY rowid" : "")}";
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
