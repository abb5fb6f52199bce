using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// How far the clocks of a zone are ahead of UTC, for the rhythms of day and week, which follow people's clocks. All changes from 1970 to 2100 are looked up once; after that a
/// look-up costs a comparison or two, and no memory. Immutable and thread-safe.
/// </summary>
public sealed class LocalTime
{
    private static readonly DateTime First = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Last = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // No zone changes its clocks twice within a day.
    private static readonly TimeSpan Look = TimeSpan.FromDays(1);

    // Parallel: from when on (ns since 1970 UTC, ascending; the first holds for all before it), and the offset from then on.
    private readonly long[] _fromNs;
    private readonly long[] _offsetNs;

    // Samples come mostly in ascending time: where the one before was. Any place is right to begin at, so a race costs nothing.
    private int _at;

    /// <summary>Looks up the changes of a zone; some milliseconds for one that has any.</summary>
    public LocalTime(TimeZoneInfo zone)
    {
        List<long> from = [long.MinValue];
        List<long> offsets = [zone.GetUtcOffset(First).ToNs()];
        bool changes = zone.GetAdjustmentRules().Length > 0;
        for (DateTime day = First; changes && day < Last; day += Look)
        {
            if (zone.GetUtcOffset(day + Look).ToNs() != offsets[^1])
            {
                DateTime change = Change(zone, day, day + Look);
                from.Add(new DateTimeOffset(change).ToUnixNs());
                offsets.Add(zone.GetUtcOffset(change).ToNs());
            }
        }

        _fromNs = [.. from];
        _offsetNs = [.. offsets];
    }

    /// <summary>Coordinated Universal Time: always 0.</summary>
    public static LocalTime Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>What to add to a time (ns since 1970 UTC) for what the clocks on the wall show.</summary>
    public long OffsetNs(long timeNs) // hot
    {
        int at = _at;
        if (timeNs < _fromNs[at] || (at + 1 < _fromNs.Length && timeNs >= _fromNs[at + 1]))
        {
            int found = Array.BinarySearch(_fromNs, timeNs);
            at = found >= 0 ? found : ~found - 1;
            _at = at;
        }

        return _offsetNs[at];
    }

    /// <summary>The first second with the later offset.</summary>
    private static DateTime Change(TimeZoneInfo zone, DateTime before, DateTime after)
    {
        TimeSpan earlier = zone.GetUtcOffset(before);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            DateTime middle = before + TimeSpan.FromSeconds(Math.Floor((after - before).TotalSeconds / 2));
            (before, after) = zone.GetUtcOffset(middle) == earlier ? (middle, after) : (before, middle);
        }

        return after;
    }
}
