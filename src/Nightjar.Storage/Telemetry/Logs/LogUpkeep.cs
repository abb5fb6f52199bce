using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>Turns hot tables into parts, merges small parts, deletes what is too old or too much. A step a call; each leaves the directory in a state from which the next start goes on.</summary>
internal sealed class LogUpkeep(HotDatabase database, Layouts layouts, PartFiles files, Lock append, LogStoreOptions options, TimeProvider time)
{
    // Few enough to open for a search, large enough that most of a part is what was asked for.
    private const int ManyParts = 8;
    private const long MaxRows = 8_000_000;

    /// <summary>Does at most one thing.</summary>
    public void Step(CancellationToken cancellation)
    {
        Layout layout = layouts.Current;
        HotFigures current = layout.Current.Figures;
        if (layout.Hot.Count > 1 || current.Rows >= options.FlushRows || (current.Rows > 0 && time.NowNs() - current.SinceNs >= options.FlushAge.ToNs()))
        {
            Flush(cancellation);
            return;
        }

        if (!Delete())
        {
            Merge(cancellation);
        }
    }

    /// <summary>Drops a table that stands in a part already, and cuts the log.</summary>
    public void Drop(HotTable table)
    {
        lock (append)
        {
            using HotDatabase.Loan loan = database.Borrow();
            loan.Connection.Execute($"DROP TABLE IF EXISTS {table.Name}; CHECKPOINT");
        }
    }

    private void Flush(CancellationToken cancellation)
    {
        if (layouts.Current.Hot.Count == 1)
        {
            Rotate();
        }

        HotTable table = layouts.Current.Hot[0];
        HotFigures figures = table.Figures;
        Part? part = null;
        using (HotDatabase.Loan loan = database.Borrow())
        using (cancellation.Register(loan.Connection.Interrupt))
        {
            if (figures.Rows > 0)
            {
                part = files.Write(
                    loan.Connection, $"SELECT {LogTable.Columns} FROM {table.Name} ORDER BY time, rowid", table.Generation, table.Generation, figures.Range, repeats: false);
            }
        }

        lock (append)
        {
            Layout before = layouts.Current;
            layouts.Publish(new Layout(part is null ? before.Parts : [.. before.Parts, part], [.. before.Hot.Skip(1)]), () => Drop(table));
        }
    }

    private void Rotate()
    {
        lock (append)
        {
            Layout before = layouts.Current;
            HotTable fresh = new(before.Current.Generation + 1, HotFigures.None);
            using HotDatabase.Loan loan = database.Borrow();
            LogTable.Create(loan.Connection, fresh);
            layouts.Publish(before with { Hot = [.. before.Hot, fresh] });
        }
    }

    /// <summary>The oldest part, when all of it is too old or all parts are too much.</summary>
    private bool Delete()
    {
        IReadOnlyList<Part> parts = layouts.Current.Parts;
        long oldest = time.NowNs() - options.RetentionAge.ToNs();
        Part? old = parts.FirstOrDefault(part => part.Range.ToNs < oldest)
            ?? (parts.Sum(part => part.Bytes) > options.RetentionBytes ? parts.MinBy(part => part.Range.ToNs) : null);
        if (old is null)
        {
            return false;
        }

        Remove([old], null);
        return true;
    }

    private void Merge(CancellationToken cancellation)
    {
        List<Part> run = [];
        foreach (Part part in layouts.Current.Parts)
        {
            bool isSmall = part.Rows <= MaxRows / ManyParts;
            run = !isSmall ? [] : [.. run, part];
            if (run.Count == ManyParts)
            {
                break;
            }
        }

        if (run.Count < ManyParts)
        {
            return;
        }

        TimeRange range = new(run.Min(part => part.Range.FromNs), run.Max(part => part.Range.ToNs));
        IEnumerable<string> selects = run.Select((part, i) => string.Create(
            CultureInfo.InvariantCulture, $"SELECT {LogTable.Columns}, {i} AS part, file_row_number AS row FROM read_parquet({Sql.Quote(part.Path)}, file_row_number = true)"));
        Part merged;
        using (HotDatabase.Loan loan = database.Borrow())
        using (cancellation.Register(loan.Connection.Interrupt))
        {
            merged = files.Write(
                loan.Connection, $"SELECT {LogTable.Columns} FROM ({string.Join(" UNION ALL ", selects)}) ORDER BY time, part, row", run[0].First, run[^1].Last, range, repeats: false);
        }

        Remove(run, merged);
    }

    private void Remove(List<Part> gone, Part? instead)
    {
        lock (append)
        {
            Layout before = layouts.Current;
            IEnumerable<Part> parts = before.Parts.Except(gone);
            layouts.Publish(
                before with { Parts = [.. (instead is null ? parts : parts.Append(instead)).OrderBy(part => part.First)] },
                () => gone.ForEach(part => File.Delete(part.Path)));
        }
    }
}
