using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// Merges neighbouring parts, so that a series' day lies in few files: those of one two-hour window, later those of one day (UTC).
/// A merged part's name covers those of the parts it replaces; after a crash the next start removes them.
/// </summary>
internal sealed class Compactor(HotDatabase database, Layouts layouts, PartFiles files, TelemetryStoreOptions options, TimeProvider time)
{
    // A merge holds up the next flush while it sorts, and this many rows are sorted in some 10 s of CPU without spilling much;
    // larger parts would gain little speed in reading.
    private const long MaxRows = 16_000_000;

    // A window still filling is merged when it has so many parts, which bounds the files a read opens without rewriting each
    // sample more than a few times.
    private const int ManyParts = 8;

    private static readonly TimeSpan[] Windows = [TimeSpan.FromHours(2), TimeSpan.FromDays(1)];

    /// <summary>Merges one run of parts; false when there is none to merge.</summary>
    public bool Compact(CancellationToken cancellation)
    {
        if (Choose() is not { Count: > 1 } run)
        {
            return false;
        }

        Part merged;
        TimeRange range = new(run.Min(part => part.Range.FromNs), run.Max(part => part.Range.ToNs));
        using (HotDatabase.Loan loan = database.Borrow())
        using (cancellation.Register(loan.Connection.Interrupt))
        {
            merged = files.Write(loan.Connection, Merge.Of(run), run[0].First, run[^1].Last, range, run.Any(part => part.Repeats));
        }

        Layout before = layouts.Current;
        Part[] parts = [.. before.Parts.Except(run).Append(merged).OrderBy(part => part.First)];
        layouts.Publish(before with { Parts = parts }, () => run.ForEach(part => File.Delete(part.Path)));
        return true;
    }

    private List<Part>? Choose()
    {
        IReadOnlyList<Part> parts = layouts.Current.Parts;
        long now = time.NowNs();
        foreach (long window in Windows.Select(window => window.ToNs()))
        {
            foreach (List<Part> run in Runs(parts, (first, next) => WindowOf(first, window) is long one && WindowOf(next, window) == one))
            {
                long end = ((WindowOf(run[0], window) ?? 0) + 1) * window;
                if (run.Count >= ManyParts || (run.Count > 1 && now > end + options.FlushAge.ToNs()))
                {
                    return run;
                }
            }
        }

        // History sent late spans many windows in each part: such parts are merged only so that there are not too many.
        return Runs(parts, (_, next) => next.Rows <= MaxRows / ManyParts).FirstOrDefault(run => run.Count >= 2 * ManyParts);
    }

    /// <summary>Longest runs of neighbours that belong together, cut where they would grow too large.</summary>
    private static IEnumerable<List<Part>> Runs(IReadOnlyList<Part> parts, Func<Part, Part, bool> together)
    {
        List<Part> run = [];
        long rows = 0;
        foreach (Part part in parts)
        {
            if (run.Count > 0 && (rows + part.Rows > MaxRows || !together(run[0], part)))
            {
                yield return run;
                run = [];
                rows = 0;
            }

            run.Add(part);
            rows += part.Rows;
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static long? WindowOf(Part part, long window)
    {
        long first = Math.DivRem(part.Range.FromNs, window).Quotient;
        return first == Math.DivRem(part.Range.ToNs, window).Quotient ? first : null;
    }
}
