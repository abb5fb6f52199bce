using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Turns hot tables into parts. Appends go on meanwhile: they get a fresh table first. Each step leaves the directory in a state
/// from which the next start goes on: the part is complete on disk before the table is dropped, and its name says that the table
/// is written.
/// </summary>
internal sealed class Flusher(HotDatabase database, Layouts layouts, PartFiles files, Lock append, TelemetryStoreOptions options, TimeProvider time)
{
    /// <summary>True when the table that takes the appends is due, or an older one is left.</summary>
    public bool IsDue()
    {
        Layout layout = layouts.Current;
        HotFigures current = layout.Current.Figures;
        return layout.Hot.Count > 1
            || current.Rows >= options.FlushRows
            || (current.Rows > 0 && time.NowNs() - current.SinceNs >= options.FlushAge.ToNs());
    }

    /// <summary>Writes the oldest hot table as a part.</summary>
    public void Flush(CancellationToken cancellation)
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
                part = files.Write(loan.Connection, Merge.Of(table), table.Generation, table.Generation, figures.Range, figures.Repeats);
            }
        }

        lock (append)
        {
            Layout before = layouts.Current;
            layouts.Publish(
                new Layout(part is null ? before.Parts : [.. before.Parts, part], [.. before.Hot.Skip(1)]),
                () => Drop(table));
        }
    }

    /// <summary>Folds a table that stands in a part already into <see cref="NewestSamples"/>, drops it, and cuts the log.</summary>
    public void Drop(HotTable table)
    {
        // The sums are made while appends go on; only the swap keeps them waiting. The connection goes back before the lock is
        // taken, because an append that opens the database anew holds the lock and waits for all connections.
        bool dropped;
        using (HotDatabase.Loan loan = database.Borrow())
        {
            dropped = !HotSchema.Exists(loan.Connection, table);
            if (!dropped)
            {
                NewestSamples.Fold(loan.Connection, table);
            }
        }

        lock (append)
        {
            using HotDatabase.Loan loan = database.Borrow();
            if (!dropped)
            {
                loan.Connection.Transact(connection => connection.Execute($"{NewestSamples.Swap}; DROP TABLE {table.Name}"));
            }

            loan.Connection.Execute("CHECKPOINT");
        }
    }

    private void Rotate()
    {
        lock (append)
        {
            Layout before = layouts.Current;
            HotTable fresh = new(before.Current.Generation + 1, HotFigures.None);
            using HotDatabase.Loan loan = database.Borrow();
            HotWriter.CreateTable(loan.Connection, fresh);
            layouts.Publish(before with { Hot = [.. before.Hot, fresh] });
        }
    }
}
