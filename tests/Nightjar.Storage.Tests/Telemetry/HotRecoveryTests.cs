using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Tests.Telemetry;

public sealed class HotRecoveryTests
{
    [Fact]
    public void Run_TwiceWithCommitsBetween_TakesOutWhatFailedAndNothingElse()
    {
        using TemporaryDirectory directory = new();
        using HotDatabase database = HotDatabase.Open(directory.Path, 128_000_000);
        HotTable first = new(1, HotFigures.None);
        Layouts layouts = new(new Layout([], [first]));
        Execute(database, connection => HotWriter.CreateTable(connection, first));

        Insert(database, first, 3);
        first.Figures = first.Figures with { Rows = 2 }; // the third came with a commit that failed
        HotRecovery.Run(database, layouts, HotWriter.CreateTable);
        HotTable second = layouts.Current.Current;
        Insert(database, second, 5);
        second.Figures = second.Figures with { Rows = 4 };
        HotRecovery.Run(database, layouts, HotWriter.CreateTable);

        Assert.Equal([2, 4, 0], layouts.Current.Hot.Select(table => Count(database, table.Name)));
    }

    [Fact]
    public void Commit_AfterOneThatFailedButStands_WritesEachSeriesOnce()
    {
        using TemporaryDirectory directory = new();
        using HotDatabase database = HotDatabase.Open(directory.Path, 128_000_000);
        Execute(database, HotSchema.Prepare);
        SeriesCatalog catalog = new(10);
        SeriesEntry entry = catalog.GetOrAdd(new Series(Labels.Create(new Label(Labels.MetricName, "up")), MetricKind.Gauge), "test", out _)!;
        HotWriter writer = new(database, catalog, TimeProvider.System);
        HotTable table = new(1, HotFigures.None);
        Assert.Throws<DuckException>(() => writer.Commit(table, [new SeriesSample(entry, 1, 1)])); // no such table
        Execute(database, connection => SeriesTable.Write(connection, [entry]));

        Execute(database, connection => HotWriter.CreateTable(connection, table));
        writer.Commit(table, [new SeriesSample(entry, 1, 1)]);

        Assert.Equal(1, Count(database, "series"));
    }

    private static void Insert(HotDatabase database, HotTable table, int rows) =>
        Execute(database, connection => connection.Execute($"INSERT INTO {table.Name} SELECT 1, range, 1 FROM range({rows})"));

    private static long Count(HotDatabase database, string table)
    {
        using HotDatabase.Loan loan = database.Borrow();
        using DuckResult count = loan.Connection.Query($"SELECT count(*) FROM {table}");
        return count.Scalar<long>();
    }

    private static void Execute(HotDatabase database, Action<DuckConnection> work)
    {
        using HotDatabase.Loan loan = database.Borrow();
        work(loan.Connection);
    }
}
