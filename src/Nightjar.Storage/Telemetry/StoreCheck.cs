using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>Reads a whole store and says what is wrong with it.</summary>
internal sealed class StoreCheck(HotDatabase database, Layouts layouts, PartFiles files, IReadOnlyList<string> damaged)
{
    private readonly List<CheckFinding> _findings = [];

    /// <summary>See <see cref="TelemetryStore.Check"/>.</summary>
    public IReadOnlyList<CheckFinding> Run(CancellationToken cancellation)
    {
        using Layouts.Lease lease = layouts.Acquire();
        using HotDatabase.Loan loan = database.Borrow();
        using CancellationTokenRegistration registration = cancellation.Register(loan.Connection.Interrupt);
        foreach (string path in damaged)
        {
            _findings.Add(new CheckFinding(path, "It is not a readable part: restore it from a backup, or move it away.", LosesSamples: true));
        }

        CheckNames();
        foreach (Part part in lease.Layout.Parts)
        {
            Try(part.Path, () => CheckPart(loan.Connection, part), cancellation);
        }

        foreach (HotTable table in lease.Layout.Hot)
        {
            Try(table.Name, () => CheckHot(loan.Connection, table), cancellation);
        }

        Try("series", () => CheckCatalog(loan.Connection, lease.Layout), cancellation);
        return _findings;
    }

    private void CheckNames()
    {
        foreach (string path in Directory.GetFileSystemEntries(files.Directory))
        {
            if (!PartFiles.TryParse(path, out _, out _) && !path.EndsWith(".tmp", StringComparison.Ordinal))
            {
                _findings.Add(new CheckFinding(path, "It is no part and is never read: move it away.", LosesSamples: false));
            }
        }
    }

    private void CheckPart(DuckConnection connection, Part part)
    {
        // Reading all columns checks every page; the window sees each row beside the one before it in the file.
        using DuckResult rows = connection.Query($"""
            SELECT count(*), coalesce(min(time), 0), coalesce(max(time), 0), count(value),
                count(*) FILTER (WHERE series < before_series OR (series = before_series AND time <= before_time))
            FROM (SELECT series, time, value, lag(series) OVER () AS before_series, lag(time) OVER () AS before_time FROM {PartFiles.From([part])})
            """);
        rows.Next();
        long count = rows.Column<long>(0)[0];
        TimeRange range = new(rows.Column<long>(1)[0], rows.Column<long>(2)[0]);
        long unsorted = rows.Column<long>(4)[0];
        if (count != part.Rows || rows.Column<long>(3)[0] != count)
        {
            Add(part.Path, $"It holds {count} samples where its footer says {part.Rows}: restore it from a backup.", losesSamples: true);
        }

        if (unsorted > 0)
        {
            Add(part.Path, $"{unsorted} samples are not in the order of series and time, so reads may miss them: restore it from a backup.", losesSamples: true);
        }

        if (range.FromNs < part.Range.FromNs || range.ToNs > part.Range.ToNs)
        {
            Add(part.Path, "Samples lie outside the times that its footer says, so reads may miss them: restore it from a backup.", losesSamples: true);
        }
    }

    private void CheckHot(DuckConnection connection, HotTable table)
    {
        // The figures first: what is committed meanwhile may only add to them.
        long expected = table.Figures.Rows;
        using DuckResult rows = connection.Query($"SELECT count(series + 0), count(time), count(value) FROM {table.Name}");
        rows.Next();
        long count = rows.Column<long>(0)[0];
        if (count < expected)
        {
            Add(table.Name, $"It holds {count} samples, {expected} were committed.", losesSamples: true);
        }
    }

    private void CheckCatalog(DuckConnection connection, Layout layout)
    {
        using (DuckResult twice = connection.Query("SELECT count(*) FROM (SELECT id FROM hot.main.series GROUP BY id HAVING count(*) > 1)"))
        {
            if (twice.Scalar<long>() is > 0 and long number)
            {
                Add("series", $"{number} series have more than one row.", losesSamples: false);
            }
        }

        IEnumerable<string> ids = layout.Hot.Select(table => $"SELECT DISTINCT series FROM {table.Name}")
            .Concat(layout.Parts.Select(part => $"SELECT DISTINCT series FROM {PartFiles.From([part])}"));
        using DuckResult missing = connection.Query(
            $"SELECT count(DISTINCT series) FROM ({string.Join(" UNION ALL ", ids)}) WHERE series NOT IN (SELECT id FROM hot.main.series)");
        if (missing.Scalar<long>() is > 0 and long unnamed)
        {
            Add("series", $"{unnamed} series have samples but no row with their labels: they cannot be found by name. Restore hot.duckdb from a backup.", losesSamples: true);
        }
    }

    private void Add(string where, FormattableString problem, bool losesSamples) =>
        _findings.Add(new CheckFinding(where, problem.ToString(CultureInfo.InvariantCulture), losesSamples));

    private void Add(string where, string problem, bool losesSamples) => _findings.Add(new CheckFinding(where, problem, losesSamples));

    private void Try(string where, Action check, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            check();
        }
        catch (DuckException failure)
        {
            cancellation.ThrowIfCancellationRequested();
            _findings.Add(new CheckFinding(where, $"It cannot be read: {failure.Message.ReplaceLineEndings(" ")}", LosesSamples: true));
        }
    }
}
