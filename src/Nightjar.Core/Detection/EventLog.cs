using System.Runtime.CompilerServices;

namespace Nightjar.Core.Detection;

/// <summary>
/// The last excursions of a series: what has happened before at this size is a habit, not news, until it has not happened for
/// a week. Plain memory, 100 bytes.
/// </summary>
public struct EventLog
{
    // Bursts of a minute or two are how many series live. What stays away for longer, or moves what never moved, is a fault more often
    // than a habit: it is news three times.
    private const long LongSeconds = 180;
    private const float LongWeight = 0.25f;

    // Less than half of an excursion as large has been seen: it is news.
    private const double Few = 0.5;

    // What is at least this much of an excursion is like it; and a week and a day after the last of its like it is news again.
    private const double Alike = 0.5;
    private const long RareSeconds = 8 * 86_400;

    private Entries _entries;
    private int _next;

    /// <summary>True when too few excursions of this side have come near this one.</summary>
    /// <param name="distance">Signed, from what was expected.</param>
    /// <param name="seconds">Now, s since 1970.</param>
    public readonly bool IsNews(double distance, long seconds)
    {
        double alike = 0;
        long last = 0;
        for (int i = 0; i < Entries.Count; i++)
        {
            Entry entry = _entries[i];
            double share = entry.Distance / distance;
            double likeness = share > 0 ? Math.Min(1, share * share * share * share) : 0;
            alike += likeness * entry.Weight;
            last = likeness >= Alike ? Math.Max(last, entry.Seconds) : last;
        }

        return alike < Few || seconds - last >= RareSeconds;
    }

    /// <summary>Takes note of one that is over, in place of the oldest.</summary>
    public void Add(double distance, long startSeconds, long endSeconds, bool onConstant)
    {
        bool isLong = onConstant || endSeconds - startSeconds >= LongSeconds;
        _entries[_next] = new Entry((float)distance, isLong ? LongWeight : 1, (uint)endSeconds);
        _next = (_next + 1) % Entries.Count;
    }

    private readonly record struct Entry(float Distance, float Weight, uint Seconds);

    [InlineArray(Count)]
    private struct Entries
    {
        public const int Count = 8;

        private Entry _first;
    }
}
