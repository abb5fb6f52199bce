using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Reads all samples from a time on in pages of time. A page is held in memory and nothing is locked between pages, so that a
/// slow consumer keeps no part and no table alive.
/// </summary>
internal sealed class SinceReader(HotDatabase database, Layouts layouts)
{
    // 24 bytes a sample: a page of the aim is 12 MB, and one of twice as much halves the next.
    private const int AimRows = 500_000;

    private const long FirstPageNs = 60 * Clock.NsPerSecond;

    /// <summary>See <see cref="TelemetryStore.ReadSince"/>.</summary>
    public IEnumerable<Sample> Read(long fromNs, CancellationToken cancellation)
    {
        List<Sample> samples = []; // one for all pages: anew for each it would be grown, and cleared, again and again
        TimeRange whole = Whole();
        long from = Math.Max(fromNs, whole.FromNs);
        long page = FirstPageNs;
        while (from <= whole.ToNs)
        {
            cancellation.ThrowIfCancellationRequested();
            long to = page < whole.ToNs - from ? from + page : whole.ToNs;
            samples.Clear();
            Page(new TimeRange(from, to), samples, cancellation);
            foreach (Sample sample in samples)
            {
                yield return sample;
            }

            page = samples.Count > AimRows ? Math.Max(page / 2, 1) : samples.Count < AimRows / 2 ? Math.Min(page, long.MaxValue / 4) * 2 : page;
            if (to == long.MaxValue)
            {
                yield break;
            }

            from = to + 1;
        }
    }

    private TimeRange Whole()
    {
        Layout layout = layouts.Current;
        IEnumerable<TimeRange> ranges = layout.Parts.Select(part => part.Range).Concat(layout.Hot.Select(table => table.Figures.Range));
        return new TimeRange(
            ranges.Min(range => range.FromNs),
            ranges.Max(range => range.ToNs));
    }

    private void Page(TimeRange range, List<Sample> samples, CancellationToken cancellation)
    {
        using Layouts.Lease lease = layouts.Acquire();
        using HotDatabase.Loan loan = database.Borrow();
        using CancellationTokenRegistration registration = cancellation.Register(loan.Connection.Interrupt);
        try
        {
            using DuckResult rows = loan.Connection.Query(Select(lease.Layout, range));
            while (rows.Next())
            {
                ReadOnlySpan<ulong> series = rows.Column<ulong>(0);
                ReadOnlySpan<long> times = rows.Column<long>(1);
                ReadOnlySpan<double> values = rows.Column<double>(2);
                for (int row = 0; row < series.Length; row++)
                {
                    Sample sample = new(new SeriesId(series[row]), times[row], values[row]);
                    if (samples.Count > 0 && samples[^1].TimeNs == sample.TimeNs && samples[^1].Series == sample.Series)
                    {
                        samples[^1] = sample; // sorted so that the one written last comes last
                    }
                    else
                    {
                        samples.Add(sample);
                    }
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

    private static string Select(Layout layout, TimeRange range)
    {
        string time = Sql.Time(range);
        IEnumerable<string> parts = layout.Parts
            .Where(part => part.Range.FromNs <= range.ToNs && part.Range.ToNs >= range.FromNs)
            .Select(part => string.Create(CultureInfo.InvariantCulture,
                $"SELECT series, time, value, {part.Last} AS generation, 0 AS row FROM {PartFiles.From([part])} WHERE {time}"));
        IEnumerable<string> hot = layout.Hot.Select(table => string.Create(CultureInfo.InvariantCulture,
            $"SELECT series, time, value, {table.Generation} AS generation, rowid AS row FROM {table.Name} WHERE {time}"));
        return $"SELECT series, time, value FROM ({string.Join(" UNION ALL ", parts.Concat(hot))}) ORDER BY time, series, generation, row";
    }
}
