using System.Globalization;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>The way back after a failed commit.</summary>
internal static class HotRecovery
{
    /// <summary>
    /// Opens the database anew, takes out what the commit may have left, and has a fresh table take the appends. Under the append lock.
    /// </summary>
    /// <param name="database">The one that failed.</param>
    /// <param name="layouts">What stands in it.</param>
    /// <param name="create">Makes a hot table.</param>
    public static void Run(HotDatabase database, Layouts layouts, Action<DuckConnection, HotTable> create)
    {
        database.Reopen();
        Layout before = layouts.Current;
        HotTable fresh = new(before.Current.Generation + 1, HotFigures.None);
        using HotDatabase.Loan loan = database.Borrow();
        loan.Connection.Transact(connection =>
        {
            // A row's rowid is its place in the order of the appends only while nothing was deleted before it. Nothing is deleted
            // from a hot table but its end, here, and appends go to the fresh one from then on.
            foreach (HotTable table in before.Hot)
            {
                connection.Execute(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {table.Name} WHERE rowid >= {table.Figures.Rows}"));
            }

            create(connection, fresh);
        });
        layouts.Publish(before with { Hot = [.. before.Hot, fresh] });
    }
}
