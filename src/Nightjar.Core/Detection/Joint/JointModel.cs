using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nightjar.Core.Detection.Engine;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Joint;

/// <summary>
/// Learns how the series of one entity move together and says tick by tick what none of them shows alone: that some have parted, or that
/// many have moved a little at once. Deterministic, whatever the order in which samples of one tick come. Not thread-safe; no allocation
/// once all members are there. At most 64 members, 550 bytes each; a tick costs O(p (p + k²)), about 20 µs with 64.
/// </summary>
/// <remarks>
/// A member's distance from its mean of two hours, in its own deviations, is explained by components (<see cref="SubspaceTracker"/>); what
/// they leave, and how high they stand, is measured by its own past as residuals of a single series are (<see cref="ResidualTail"/>). What
/// a series shows alone is left to it: while it is away its values count as missing, and evidence of its own moves is taken off.
/// </remarks>
public sealed class JointModel
{
    /// <summary>Most members: the work grows with their square, and what 64 series of a machine do not show the next hardly would.</summary>
    public const int MostMembers = 64;

    // Horizons: what moves more slowly than some hours is no relation between series; a week has every kind of day; tails as in the engine.
    private const double MeanSeconds = 2 * 3_600;
    private const double SpreadSeconds = 3 * DaySeconds;
    private const double RelationSeconds = 7 * DaySeconds;
    private const double MemorySeconds = 60 * DaySeconds;
    private const double DaySeconds = 86_400;

    // The newest four ticks or so together: a relation that breaks stays broken, noise does not.
    private const double NewestRate = 0.25;

    // Tails tell nothing of fewer ticks.
    private const int LeastTicks = 100;

    // Residuals smaller than this are rounding, in deviations.
    private const double LeastLeft = 0.05;

    // Nobody cares for less than half a deviation. What moves as far by itself as it is apart has left nobody.
    private const double LeastApart = 0.5;
    private const double OwnShare = 0.5;

    // How series move together is known less well than how each moves: a fifth further must one stray from it.
    private const double Margin = 1.2;

    // Who comes back within two usual sizes of where it should be has not moved; who misses a fourth of its company is not compared.
    private const double Near = 2;
    private const double LeastShown = 0.75;

    // Turned and measured now and then: a day has 1,440 ticks.
    private const int TurnEvery = 16;

    // An alarm for nothing in a thousand days of an entity.
    private const double QuietSeconds = 1_000 * DaySeconds;

    // An event is over after six ordinary ticks; what lasts for an hour is the new way. From then on it counts as three ticks of its size: eight
    // such make a habit of it.
    private const int CalmTicks = 6;
    private const double RelearnSeconds = 3_600;
    private const int EventWeight = 3;

    private readonly SubspaceTracker _space = new();
    private JointMember[] _members = [];
    private JointClock _now;
    private CommonMoves _common;
    private double[] _shares = [];

    /// <param name="stepNs">Length of a tick: as long as its series take to report once, a minute at least.</param>
    public JointModel(long stepNs) => (_now.StepNs, _now.Newest) = (stepNs, -1);

    /// <summary>Length of a tick.</summary>
    public long StepNs => _now.StepNs;

    /// <summary>When the newest tick with a sample began; before the first the distant past.</summary>
    public long NewestNs => _now.Newest * _now.StepNs;

    /// <summary>Places, those that are free again included.</summary>
    public int Places => _space.Rows;

    /// <summary>True for a place that was left.</summary>
    public bool IsFree(int place) => !_members[place].IsUsed;

    /// <summary>Takes in a series; its place, or -1 when there is none.</summary>
    /// <param name="floor">A spread below which nobody cares, in its unit; 0 when nothing is known.</param>
    public int Join(double floor)
    {
        int place = 0;
        while (place < Places && _members[place].IsUsed)
        {
            place++;
        }

        if (place == MostMembers)
        {
            return -1;
        }

        if (place == Places)
        {
            _space.Add();
            if (_members.Length < Places)
            {
                Array.Resize(ref _members, Math.Max(4, place * 2));
                Array.Resize(ref _shares, _members.Length);
            }
        }

        _members[place] = new JointMember { IsUsed = true, Floor = floor };
        return place;
    }

    /// <summary>Frees a place.</summary>
    public void Leave(int place)
    {
        _members[place] = default;
        _shares[place] = 0;
        _space.Clear(place);
    }

    /// <summary>True for a member that says nothing of the others: it has not reported for a day, or does nothing of what they do.</summary>
    /// <param name="place">Which.</param>
    /// <param name="leastExplained">Share of its variance that the others must explain.</param>
    public bool IsIdle(int place, double leastExplained)
    {
        ref JointMember member = ref _members[place];
        double day = TicksIn(DaySeconds);
        return (member.Seen >= day && _space.Explained(place) < leastExplained) || _now.Open - member.LastTick > day;
    }

    /// <summary>
    /// Closes the oldest open tick once a sample shows that it is complete: two are open, so that samples may be late by a tick. To be called
    /// before each <see cref="Take"/> until it says false.
    /// </summary>
    public bool TryClose(long timeNs, out JointVerdict verdict) // hot
    {
        long tick = timeNs / _now.StepNs;
        if (tick <= _now.Open + 1)
        {
            verdict = default;
            return false;
        }

        if (_now.Open > _now.Newest)
        {
            // Nothing came in the last two, or ever.
            (_now.Open, verdict) = (tick - 1, default);
            return false;
        }

        verdict = Close(_now.Open);
        _now.Open++;
        return true;
    }

    /// <summary>Takes a sample; one of a closed tick is passed over.</summary>
    /// <param name="place">Of the series.</param>
    /// <param name="timeNs">Ns since 1970 UTC.</param>
    /// <param name="value">A number.</param>
    /// <param name="season">What the time of day and week makes of it: that two series do the same at the same hour does not mean that they belong together.</param>
    /// <param name="isAway">True while the series shows something abnormal by itself.</param>
    public void Take(int place, long timeNs, double value, double season, bool isAway) // hot
    {
        long tick = timeNs / _now.StepNs;
        if (tick < _now.Open)
        {
            return;
        }

        ref TickSum sum = ref _members[place].Gathered[(int)(tick & 1)];
        sum.Sum += value;
        sum.Season += season;
        sum.Count++;
        sum.IsAway |= isAway;
        _now.Newest = Math.Max(_now.Newest, tick);
    }

    /// <summary>Which part of the evidence of the last tick is of this member, 0 to 1.</summary>
    public double Share(int place) => _shares[place];

    /// <summary>The member's newest value, and what the others lead to expect of it, with how far it usually strays from that.</summary>
    public (double Value, double Expected, double Reach) Outlook(int place)
    {
        ref JointMember member = ref _members[place];
        double deviation = member.Deviation;

        // Four times its mean size a residual passes once in some thousand ticks; where many stray a little, each strays by less.
        double reach = Math.Min(4 * Math.Max(member.ApartTail.Deviation, LeastLeft), Math.Abs(member.Apart) / 2) * deviation;
        double value = member.Mean + (member.Moved * deviation) + member.Season;
        return (value, value - (member.Apart * deviation), reach);
    }

    /// <summary>All that is learnt.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<JointClock>(ref _now)));
        writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<CommonMoves>(ref _common)));
        _space.Save(writer);
        writer.Write(MemoryMarshal.AsBytes<JointMember>(_members.AsSpan(0, Places)));
        writer.Write(MemoryMarshal.AsBytes<double>(_shares.AsSpan(0, Places)));
    }

    /// <summary>A model that goes on where the saved one was.</summary>
    public static JointModel Restore(BinaryReader reader)
    {
        JointModel model = new(0);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<JointClock>(ref model._now)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<CommonMoves>(ref model._common)));
        model._space.Restore(reader, MostMembers);
        model._members = new JointMember[model.Places];
        model._shares = new double[model.Places];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(model._members.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(model._shares.AsSpan()));
        return model;
    }

    /// <summary>Bytes of the plain structures: a snapshot fits only where they are the same.</summary>
    internal static int Size => Unsafe.SizeOf<JointMember>() + Unsafe.SizeOf<JointClock>() + Unsafe.SizeOf<CommonMoves>();

    private double TicksIn(double seconds) => seconds * Clock.NsPerSecond / _now.StepNs;

    // Half of a day to learn what is usual, half of one to see how far it strays from that, two days before it is told.
    private double TailAfter => Math.Max(LeastTicks, TicksIn(DaySeconds / 2));

    private JointVerdict Close(long tick)
    {
        Span<double> moved = stackalloc double[Places];
        Span<double> left = stackalloc double[Places];
        Span<double> spreads = stackalloc double[Places];
        Span<double> heights = stackalloc double[SubspaceTracker.MostComponents];
        bool learns = !_now.IsEvent;
        for (int i = 0; i < Places; i++)
        {
            moved[i] = _members[i].Gather(tick, TicksIn(RelearnSeconds));
            spreads[i] = Math.Max(_members[i].Left * JointMember.NormalShare, LeastLeft);
        }

        _space.Fit(moved, spreads, heights, left);
        TakeBack(heights, spreads);
        JointVerdict verdict = Judge(tick, moved, left, heights, learns);
        if (learns)
        {
            Learn(moved, left, tick);
        }

        return verdict;
    }

    /// <summary>
    /// Who has been away takes its place among the others as they are now: whether it alone was elsewhere, or all of them have moved meanwhile, is
    /// over. Nothing else would be fair to both.
    /// </summary>
    private void TakeBack(ReadOnlySpan<double> heights, ReadOnlySpan<double> spreads)
    {
        for (int i = 0; i < Places; i++)
        {
            ref JointMember member = ref _members[i];
            double expected = _space.Expected(i, heights);
            if (member.IsBack && !(Math.Abs(member.Distance - expected) <= Near * spreads[i]))
            {
                member.Mean = member.Value - (expected * member.Deviation);
            }

            member.IsBack = false;
        }
    }

    /// <summary>How much of each component is to be seen now: what is away of it may be anywhere.</summary>
    private void Show(ReadOnlySpan<double> moved, Span<double> shown)
    {
        for (int j = 0; j < _space.Components; j++)
        {
            double seen = 0;
            double all = 0;
            for (int i = 0; i < Places; i++)
            {
                double power = _space.Loading(i, j) * _space.Loading(i, j);
                seen += double.IsNaN(moved[i]) ? 0 : power;
                all += double.IsNaN(moved[i]) && _members[i].Away == 0 ? 0 : power;
            }

            shown[j] = all > 0 ? seen / all : 1;
        }
    }

    /// <summary>True where enough is to be seen of what a member moves with.</summary>
    private bool IsComparable(int place, ReadOnlySpan<double> shown)
    {
        double seen = 0;
        double all = 0;
        for (int j = 0; j < _space.Components; j++)
        {
            double power = _space.Loading(place, j) * _space.Loading(place, j);
            seen += shown[j] * power;
            all += power;
        }

        return seen >= LeastShown * all;
    }

    private JointVerdict Judge(long tick, ReadOnlySpan<double> moved, ReadOnlySpan<double> left, Span<double> heights, bool learns)
    {
        Span<double> sizes = stackalloc double[Places];
        Span<double> shown = stackalloc double[SubspaceTracker.MostComponents];
        Show(moved, shown);
        double memory = TicksIn(MemorySeconds);
        bool measures = tick % TurnEvery == 0;
        double logRarity = Math.Log(_now.StepNs / (double)Clock.NsPerSecond / (QuietSeconds * (Places + _space.Components + 1)));
        double parted = 0;
        double rareParted = 0;
        double ownMost = 0;
        int judged = 0;
        for (int i = 0; i < Places; i++)
        {
            ref JointMember member = ref _members[i];
            if (double.IsNaN(moved[i]) || member.Seen < JointMember.FirstTicks)
            {
                continue;
            }

            if (!IsComparable(i, shown))
            {
                (member.Moved, member.Apart) = (0, 0);
                continue;
            }

            member.Moved += NewestRate * (moved[i] - member.Moved);
            member.Apart += NewestRate * (left[i] - member.Apart);
            if (member.Seen < TailAfter)
            {
                continue;
            }

            double own = member.MovedTail.Outlook(Channel.Sample, 0, member.Moved, LeastApart).Times;
            double apart = member.ApartTail.Outlook(Channel.Sample, 0, member.Apart, LeastApart).Times;
            member.MovedTail.Observe(member.Moved, memory, learns);
            double rare = member.ApartTail.Observe(member.Apart, memory, learns);
            if (member.Seen >= 2 * TailAfter && member.ApartTail.Deviation > 0)
            {
                judged++;
                ownMost = Math.Max(ownMost, own);
                bool hasLeft = own < 1 && own < OwnShare * apart && apart > parted;
                (parted, rareParted) = hasLeft ? (apart, rare) : (parted, rareParted);
                sizes[i] = Math.Abs(member.Apart) / Math.Max(member.ApartTail.Deviation, LeastLeft);
                member.Peak = _now.IsEvent && Math.Abs(member.Apart) > Math.Abs(member.Peak) ? member.Apart : member.Peak;
            }

            if (measures)
            {
                member.MovedTail.Measure(logRarity);
                member.ApartTail.Measure(logRarity);
            }
        }

        if (judged < 2)
        {
            // Nothing to compare is calm, and the time goes on: what is open has to end.
            Follow(isAbnormal: false);
            return new JointVerdict(tick * _now.StepNs, IsCalibrated: false, JointPattern.None, 0, 0, _now.Ticks);
        }

        for (int j = 0; j < _space.Components; j++)
        {
            // Of a component that few rows show little is known.
            double power = _space.PowerOf(j);
            heights[j] *= power / (1 + power);
        }

        (double together, double rareTogether) = _common.Judge(sizes, judged, heights[.._space.Components], ownMost < 1, memory, learns);
        if (measures)
        {
            _common.Measure(logRarity);
        }

        bool hasParted = parted >= together;
        JointVerdict verdict = new(
            tick * _now.StepNs,
            IsCalibrated: _now.Ticks >= 4 * TailAfter,
            hasParted ? JointPattern.Parted : JointPattern.Together,
            Math.Max(parted, together) / Margin,
            Math.Min(_now.Ticks, Math.Pow(10, hasParted ? rareParted : rareTogether)),
            _now.Ticks);
        NoteShares(sizes);
        _now.Ticks += learns ? 1 : 0;
        Follow(verdict.IsAbnormal);
        return verdict;
    }

    private void NoteShares(ReadOnlySpan<double> sizes)
    {
        double all = 0;
        for (int i = 0; i < Places; i++)
        {
            _shares[i] = sizes[i] * sizes[i];
            all += _shares[i];
        }

        for (int i = 0; all > 0 && i < Places; i++)
        {
            _shares[i] /= all;
        }
    }

    /// <summary>What is abnormal is not learnt as it goes on; when it is over it is remembered by its largest.</summary>
    private void Follow(bool isAbnormal)
    {
        if (!isAbnormal && !_now.IsEvent)
        {
            return;
        }

        _now.IsEvent = true;
        _now.Calm = isAbnormal ? 0 : _now.Calm + 1;
        _now.EventTicks++;
        bool isNewWay = _now.EventTicks >= TicksIn(RelearnSeconds);
        if (_now.Calm < CalmTicks && !isNewWay)
        {
            return;
        }

        for (int i = 0; i < Places; i++)
        {
            ref JointMember member = ref _members[i];
            for (int times = 0; member.Peak != 0 && times < EventWeight; times++)
            {
                member.ApartTail.Observe(member.Peak, TicksIn(MemorySeconds));
            }

            member.Peak = 0;
            if (isNewWay && member.Away == 0)
            {
                member.Mean += member.Apart * member.Deviation;
                (member.Moved, member.Apart) = (0, 0);
            }
        }

        (_now.IsEvent, _now.Calm, _now.EventTicks) = (false, 0, 0);
    }

    private void Learn(Span<double> moved, ReadOnlySpan<double> left, long tick)
    {
        Span<double> rates = stackalloc double[Places];
        for (int i = 0; i < Places; i++)
        {
            if (double.IsNaN(moved[i]))
            {
                continue;
            }

            ref JointMember member = ref _members[i];
            member.Learn(left[i], TicksIn(MeanSeconds), TicksIn(SpreadSeconds));
            rates[i] = Math.Max(1.0 / Math.Max(1, member.Seen - JointMember.FirstTicks), 1 / TicksIn(RelationSeconds));
            moved[i] = member.Seen <= JointMember.FirstTicks ? double.NaN : moved[i];
        }

        _space.Learn(moved, rates);
        if (tick % TurnEvery == 0)
        {
            _space.Turn();
        }
    }
}
