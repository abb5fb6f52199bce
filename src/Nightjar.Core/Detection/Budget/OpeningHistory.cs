using System.Runtime.InteropServices;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Budget;

/// <summary>
/// How many anomalies opened in each hour of the last week, by surprise, and what of it is the unrest of a quiet estate. Fixed
/// arrays of 90 KB. Not thread-safe.
/// </summary>
internal sealed class OpeningHistory
{
    /// <summary>A week: a rhythm of days and of weekends is in it.</summary>
    public const int Hours = 168;

    /// <summary>Levels of surprise. Beyond the last one, a thousand billion, nothing needs to be told apart.</summary>
    public const int Levels = 128;

    // A tenth of a decimal power: from one level to the next a fifth of the openings of chance is left out.
    private const double LevelWidth = 0.1;

    private const int Day = 24;

    // What is not known yet is taken to be as in QuietDayTests, with one series in twenty of bursts and saw teeth, which are new on
    // their first day: 40 openings in 1,000 series. Most lie at 3.5 (a series cannot be seen to be rarer than it is old), and beyond it a tenth each further power.
    private const double ExpectedPerSeriesAndDay = 0.04;
    private const double ExpectedFrom = 3.5;

    // An hour with more than thrice the usual openings is one of an incident, but for the hours of small estates with one or two.
    private const double UsualTimes = 3;
    private const double FewInAnHour = 2;

    // Hours of incidents are left out, the largest first, up to one in ten; what is so more often is usual in this estate.
    private const int LeftOutOneIn = 10;

    private const int Version = 1;

    /// <summary>What <see cref="Save"/> writes.</summary>
    public const int SavedBytes = sizeof(int) + sizeof(long) + sizeof(int) + (sizeof(int) * Hours * (Levels + 3));

    private readonly int[] _opened = new int[Hours * Levels];
    private readonly int[] _series = new int[Hours];
    private readonly int[] _alone = new int[Hours];
    private readonly int[] _held = new int[Hours];
    private readonly double[] _quiet = new double[Levels];
    private long _hour = long.MinValue;
    private int _lived;

    /// <summary>Series judged in the present hour.</summary>
    public int Series => _series[Slot(_hour)];

    /// <summary>The level of a surprise; what lies beyond the last one is in it.</summary>
    public static int LevelOf(double surprise) => (int)Math.Clamp(surprise / LevelWidth, 0, Levels - 1);

    /// <summary>Openings a day of this level or above that a quiet estate of the present size has.</summary>
    public double QuietPerDay(int level) => _quiet[level] * Series;

    /// <summary>Let through by themselves in the last 24 hours.</summary>
    public int AloneLastDay => LastDay(_alone);

    /// <summary>Held back in the last 24 hours.</summary>
    public int HeldLastDay => LastDay(_held);

    /// <summary>Goes on to an hour; one that is over already counts as the present one.</summary>
    /// <param name="timeNs">The present.</param>
    /// <param name="series">Series that are judged; 0 when that is not known just now.</param>
    public void Advance(long timeNs, int series)
    {
        long hour = timeNs / TimeSpan.FromHours(1).ToNs();
        int known = series > 0 || _hour == long.MinValue ? series : Series;
        if (_hour == long.MinValue || hour > _hour)
        {
            long first = _hour == long.MinValue ? hour : Math.Max(_hour + 1, hour - Hours + 1);
            for (long i = first; i <= hour; i++)
            {
                int slot = Slot(i);
                _opened.AsSpan(slot * Levels, Levels).Clear();
                (_alone[slot], _held[slot], _series[slot]) = (0, 0, known);
            }

            // Hours that are over; the present one is not known yet.
            _lived = _hour == long.MinValue ? 0 : (int)Math.Min(Hours - 1, _lived + hour - _hour);
            _hour = hour;
            Survey();
        }

        _series[Slot(_hour)] = Math.Max(_series[Slot(_hour)], known);
    }

    /// <summary>Counts an opening in the present hour.</summary>
    public void Count(int level, Passage passage)
    {
        int slot = Slot(_hour);
        _opened[(slot * Levels) + level]++;
        _alone[slot] += passage == Passage.Alone ? 1 : 0;
        _held[slot] += passage == Passage.Held ? 1 : 0;
    }

    /// <summary>One that was held back in the last day is let through after all.</summary>
    public void Release(Passage passage)
    {
        int slot = Slot(_hour);
        _alone[slot] += passage == Passage.Alone ? 1 : 0;
        _held[slot]--;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Version);
        writer.Write(_hour);
        writer.Write(_lived);
        foreach (int[] counts in (int[][])[_opened, _series, _alone, _held])
        {
            writer.Write(MemoryMarshal.AsBytes(counts.AsSpan()));
        }
    }

    /// <summary>Reads <see cref="SavedBytes"/>. False, and nothing known, when they are of another version or older than a day: the estate was not seen since.</summary>
    public bool TryRestore(BinaryReader reader, long nowNs)
    {
        if (reader.ReadInt32() != Version)
        {
            return false;
        }

        long hour = reader.ReadInt64();
        int lived = reader.ReadInt32();
        long now = nowNs / TimeSpan.FromHours(1).ToNs();
        if (hour < now - Day || hour > now || lived is < 0 or >= Hours)
        {
            return false;
        }

        foreach (int[] counts in (int[][])[_opened, _series, _alone, _held])
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(counts.AsSpan()));
        }

        (_hour, _lived) = (hour, lived);
        Survey();
        return true;
    }

    // Hours before 1970 are none below zero.
    private static int Slot(long hour) => (int)(((hour % Hours) + Hours) % Hours);

    private int LastDay(int[] counts)
    {
        int sum = 0;
        for (int i = 0; i < Day && _hour != long.MinValue; i++)
        {
            sum += counts[Slot(_hour - i)];
        }

        return Math.Max(0, sum);
    }

    /// <summary>The quiet rates anew, from the rarest level down. O(levels × hours × log hours), once an hour.</summary>
    private void Survey()
    {
        Span<int> above = stackalloc int[Hours];
        above.Clear();
        double rarer = 0;
        for (int level = Levels - 1; level >= 0; level--)
        {
            for (int slot = 0; slot < Hours; slot++)
            {
                above[slot] += _opened[(slot * Levels) + level];
            }

            // What has gone on for half a day is no incident any more but how this estate is now, whatever the week was.
            double quiet = Math.Max(QuietRate(above, _lived, level), QuietRate(above, Math.Min(_lived, Day), level));
            rarer = _quiet[level] = Math.Max(rarer, quiet);
        }
    }

    /// <summary>Openings per series and day in the last hours, without those of incidents; a day at least, what is not known of it as expected.</summary>
    private double QuietRate(ReadOnlySpan<int> openings, int hours, int level)
    {
        Span<double> rates = stackalloc double[Hours];
        double series = 0;
        for (int i = 0; i < hours; i++)
        {
            int slot = Slot(_hour - 1 - i);
            series += _series[slot];
            rates[i] = (double)openings[slot] / Math.Max(1, _series[slot]);
        }

        rates = rates[..hours];
        rates.Sort();
        double usual = hours == 0 ? 0 : Math.Max(FewInAnHour * hours / Math.Max(1, series), UsualTimes * rates[hours / 2]);
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < hours; i++)
        {
            bool isLeftOut = rates[i] > usual && i >= hours - (hours / LeftOutOneIn);
            sum += isLeftOut ? 0 : Math.Min(rates[i], usual);
            counted += isLeftOut ? 0 : 1;
        }

        int unknown = Math.Max(0, Day - hours);
        double expected = ExpectedPerSeriesAndDay * Math.Min(1, Math.Pow(10, ExpectedFrom - (level * LevelWidth)));
        return ((Day * sum) + (unknown * expected)) / (counted + unknown);
    }
}
