using System.Runtime.InteropServices;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Budget;

/// <summary>
/// Which anomalies of an estate are told of: with many series even a perfect probability floods people. Three ways lead through it.
/// <para>
/// The bar: the surprise above which a quiet estate has no more openings a day than the budget has, by its own last week.
/// </para>
/// <para>
/// The first of a day: three of any sort, ten (or the budget, where that is more) of strong ones.
/// </para>
/// <para>
/// The incident: where so many open in ten minutes that at most a fifth of them can be chance, the others are earned (the false-discovery rate of Benjamini
/// and Hochberg, "Controlling the false discovery rate", 1995, with the quiet estate as the null hypothesis), and all of that surprise pass.
/// </para>
/// Deterministic: the same calls give the same answers. 100 KB, whatever the estate. Not thread-safe.
/// </summary>
/// <param name="perThousandSeriesAndDay">Unearned openings that people are to be told of; above 0.</param>
public sealed class AlarmBudget(double perThousandSeriesAndDay)
{
    /// <summary>
    /// No budget is less than so many a day, and the first so many pass whatever they are: a machine or two would have a budget of one in
    /// weeks, and who is told nothing for weeks cannot know whether anybody watches. Three are looked at in five minutes.
    /// </summary>
    public const int AlwaysADay = 3;

    /// <summary>
    /// So many in a day, or as many as the budget has, pass when they are strong: a series is not seen to be rarer than it is old, so that on
    /// the first day of an estate little reaches the bar, and the first true trouble must not wait for it.
    /// </summary>
    public const int StrongADay = 10;

    private const int WindowMinutes = 10;
    private const double WindowsADay = 24 * 60 / WindowMinutes;

    // At most a fifth of what passes as an incident is chance.
    private const double LeastTimesExpected = 5;

    // 144 windows a day and ten levels that are worth telling apart: chance looks like an incident once in 70 days.
    private static readonly double LogOfChance = Math.Log(1e-5);

    private readonly OpeningHistory _history = new();
    private readonly int[] _window = new int[WindowMinutes * OpeningHistory.Levels];
    private long _minute = long.MinValue;

    /// <summary>Held back in the last 24 hours, without what was let through later.</summary>
    public int HeldLastDay => _history.HeldLastDay;

    /// <summary>An anomaly opens: counts it, and says whether people are told of it. O(levels); once an hour O(levels × hours).</summary>
    /// <param name="timeNs">The present; what comes late counts as of now.</param>
    /// <param name="surprise">Of the anomaly (see <see cref="Surprise"/>).</param>
    /// <param name="isStrong">It is far outside: see <see cref="StrongADay"/>.</param>
    /// <param name="series">Series that are judged; 0 when that is not known just now.</param>
    public bool Opens(long timeNs, double surprise, bool isStrong, int series)
    {
        Advance(timeNs, series);
        int level = OpeningHistory.LevelOf(surprise);
        _window[(Slot(_minute) * OpeningHistory.Levels) + level]++;
        Passage passage = Of(level, isStrong);
        _history.Count(level, passage);
        return passage != Passage.Held;
    }

    /// <summary>One that was held back is told of again: whether it passes now, as it has become worse or others have come.</summary>
    /// <param name="timeNs">As in <see cref="Opens"/>.</param>
    /// <param name="surprise">As it stands.</param>
    /// <param name="isStrong">As it stands.</param>
    /// <param name="isCertain">It has turned out to be no matter of chance, and costs nothing.</param>
    /// <param name="series">As in <see cref="Opens"/>.</param>
    public bool OpensLate(long timeNs, double surprise, bool isStrong, bool isCertain, int series)
    {
        Advance(timeNs, series);
        Passage passage = isCertain ? Passage.Earned : Of(OpeningHistory.LevelOf(surprise), isStrong);
        if (passage != Passage.Held)
        {
            _history.Release(passage);
        }

        return passage != Passage.Held;
    }

    /// <summary>What was counted, for the next start.</summary>
    public byte[] Save()
    {
        using MemoryStream content = new();
        using BinaryWriter writer = new(content);
        _history.Save(writer);
        writer.Write(_minute);
        writer.Write(MemoryMarshal.AsBytes(_window.AsSpan()));
        return content.ToArray();
    }

    /// <summary>
    /// Takes over what <see cref="Save"/> wrote; only before the first opening. False when it is older than a day, damaged or of another version: it then begins
    /// with what is expected of any estate.
    /// </summary>
    public bool TryRestore(byte[] saved, long nowNs)
    {
        int windowBytes = sizeof(long) + (sizeof(int) * _window.Length);
        using BinaryReader reader = new(new MemoryStream(saved));
        if (saved.Length != OpeningHistory.SavedBytes + windowBytes || !_history.TryRestore(reader, nowNs))
        {
            return false;
        }

        _minute = reader.ReadInt64();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_window.AsSpan()));
        return true;
    }

    private static int Slot(long minute) => (int)(((minute % WindowMinutes) + WindowMinutes) % WindowMinutes);

    private void Advance(long timeNs, int series)
    {
        _history.Advance(timeNs, series);
        long minute = timeNs / TimeSpan.FromMinutes(1).ToNs();
        for (long i = Math.Max(_minute + 1, minute - WindowMinutes + 1); i <= minute; i++)
        {
            _window.AsSpan(Slot(i) * OpeningHistory.Levels, OpeningHistory.Levels).Clear();
        }

        _minute = Math.Max(_minute, minute);
    }

    private Passage Of(int level, bool isStrong)
    {
        double budget = Math.Max(AlwaysADay, perThousandSeriesAndDay * _history.Series / 1_000);
        bool isRare = _history.QuietPerDay(level) <= budget;
        return isRare || _history.AloneLastDay < (isStrong ? Math.Max(StrongADay, budget) : AlwaysADay) ? Passage.Alone
            : IsOfIncident(level) ? Passage.Earned : Passage.Held;
    }

    /// <summary>True when at its level, or at one below, so many have opened as chance does not explain.</summary>
    private bool IsOfIncident(int level)
    {
        int opened = 0;
        for (int i = OpeningHistory.Levels - 1; i >= 0; i--)
        {
            for (int slot = 0; slot < WindowMinutes; slot++)
            {
                opened += _window[(slot * OpeningHistory.Levels) + i];
            }

            if (i <= level && IsNoChance(opened, _history.QuietPerDay(i) / WindowsADay))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The tail of a Poisson distribution by Chernoff's bound, which is never below it.</summary>
    private static bool IsNoChance(int opened, double expected) =>
        opened > 0 && opened >= LeastTimesExpected * expected && opened - expected + (opened * Math.Log(expected / opened)) <= LogOfChance;
}
