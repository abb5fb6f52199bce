using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// The event layer: makes of abnormal samples the anomalies that people see. One opens when enough of the newest samples agree,
/// is told of again only when it gets worse or a minute has passed, and closes after calm. Pure functions over a
/// <see cref="TrackerState"/>; no allocation.
/// </summary>
public static class AnomalyTracker
{
    // Fast samplers reach three of four within a second or two; nobody is to be woken for that.
    private static readonly long MinLengthNs = 15 * Clock.NsPerSecond;

    // Six ordinary samples and a minute: shorter pauses are the same event.
    private const int CalmSamples = 6;
    private static readonly long CalmNs = 60 * Clock.NsPerSecond;

    private static readonly long TellEveryNs = 60 * Clock.NsPerSecond;

    // A tenth more is worth telling; each new maximum is not.
    private const double WorthTelling = 1.1;

    /// <summary>Takes one judged sample of a series.</summary>
    public static TrackerChange Observe(
        ref TrackerState state, in Verdict verdict, long timeNs, double value, (int Agreeing, int Of) agreement, long learnt) // hot
    {
        bool abnormal = verdict.State == VerdictState.Abnormal;
        if (!abnormal && state is { IsOpen: false, Above: 0, Below: 0 })
        {
            return TrackerChange.None;
        }

        int mask = (1 << agreement.Of) - 1;
        state.Above = (byte)(((state.Above << 1) | (abnormal && verdict.Z > 0 ? 1 : 0)) & mask);
        state.Below = (byte)(((state.Below << 1) | (abnormal && verdict.Z < 0 ? 1 : 0)) & mask);
        if (!abnormal)
        {
            return Calm(ref state, timeNs);
        }

        NotePeak(ref state, verdict, timeNs, value, learnt);
        if (state.IsOpen)
        {
            return Tell(ref state, timeNs);
        }

        byte side = verdict.Z > 0 ? state.Above : state.Below;
        if (agreement.Of > 1 && (System.Numerics.BitOperations.PopCount(side) < agreement.Agreeing || timeNs - state.StartNs < MinLengthNs))
        {
            return TrackerChange.None;
        }

        state.IsOpen = true;
        if (state.Direction != SideOf(verdict))
        {
            // A single excursion to the other side came before: its numbers are not those of this event.
            (state.Direction, state.Score) = (SideOf(verdict), 0);
            NotePeak(ref state, verdict, timeNs, value, learnt);
        }

        return Told(ref state, timeNs, TrackerChange.Opened);
    }

    /// <summary>Opens a silence, or tells that it goes on. <paramref name="lastNs"/> is the last sample there was.</summary>
    public static TrackerChange Silent(ref TrackerState state, long lastNs, long nowNs, double intervalSeconds, double lastValue, double expected, long learnt)
    {
        double missed = (nowNs - lastNs) / (intervalSeconds * Clock.NsPerSecond);
        if (!state.IsOpen)
        {
            state = new TrackerState
            {
                IsOpen = true,
                Kind = AnomalyKind.Silence,
                StartNs = lastNs,
                Observed = lastValue,
                Expected = expected,
                Lower = expected,
                Upper = expected,
                Learnt = learnt,
                LastNs = nowNs,
                Score = missed,
            };
            return Told(ref state, nowNs, TrackerChange.Opened);
        }

        state.LastNs = nowNs;
        state.Score = missed;
        return nowNs - state.ToldNs >= TellEveryNs ? Told(ref state, nowNs, TrackerChange.Extended) : TrackerChange.None;
    }

    /// <summary>Closes what is open: the silence is broken, the series has ended, or it is forgotten.</summary>
    public static TrackerChange Close(ref TrackerState state, long timeNs)
    {
        if (!state.IsOpen)
        {
            state = default;
            return TrackerChange.None;
        }

        state.CalmSinceNs = Math.Max(timeNs, state.LastNs);
        state.IsOpen = false;
        state.Above = state.Below = 0;
        return TrackerChange.Closed;
    }

    private static TrackerChange Calm(ref TrackerState state, long timeNs)
    {
        if (state.Calm++ == 0)
        {
            state.CalmSinceNs = timeNs;
        }

        if (!state.IsOpen)
        {
            if ((state.Above | state.Below) == 0)
            {
                state = default;
            }

            return TrackerChange.None;
        }

        if (state.Calm < CalmSamples || timeNs - state.LastNs < CalmNs)
        {
            return TrackerChange.None;
        }

        state.IsOpen = false;
        return TrackerChange.Closed;
    }

    private static void NotePeak(ref TrackerState state, in Verdict verdict, long timeNs, double value, long learnt)
    {
        bool first = state.StartNs == 0 || (!state.IsOpen && System.Numerics.BitOperations.PopCount((uint)(state.Above | state.Below)) == 1);
        if (first)
        {
            state = new TrackerState { Above = state.Above, Below = state.Below, StartNs = timeNs };
        }

        state.LastNs = timeNs;
        state.Calm = 0;
        if (verdict.Abnormality.ReturnSamples > state.Rarest.ReturnSamples)
        {
            state.Rarest = verdict.Abnormality;
        }

        double score = Math.Abs(verdict.Z);
        if (score > state.Score && (!state.IsOpen || state.Direction == SideOf(verdict)))
        {
            state.Direction = SideOf(verdict);
            state.Score = score;
            state.Bar = verdict.Bar;
            state.Observed = verdict.Mean ?? value;
            state.Expected = verdict.Expected;
            state.Lower = verdict.Lower;
            state.Upper = verdict.Upper;
            state.Learnt = learnt;
        }
    }

    private static AnomalyDirection SideOf(in Verdict verdict) => verdict.Z > 0 ? AnomalyDirection.Up : AnomalyDirection.Down;

    private static TrackerChange Tell(ref TrackerState state, long timeNs)
    {
        bool worth = state.Score >= WorthTelling * state.ToldScore
            || timeNs - state.ToldNs >= TellEveryNs
            || SeverityOf(state) > state.Severity;
        return worth ? Told(ref state, timeNs, TrackerChange.Extended) : TrackerChange.None;
    }

    private static TrackerChange Told(ref TrackerState state, long timeNs, TrackerChange change)
    {
        state.ToldNs = timeNs;
        state.ToldScore = state.Score;
        Severity now = SeverityOf(state);
        state.Severity = now > state.Severity ? now : state.Severity;
        return change;
    }

    private static Severity SeverityOf(in TrackerState state)
    {
        TimeSpan length = TimeSpan.FromTicks((state.LastNs - state.StartNs) / Clock.NsPerTick);
        return state.Kind == AnomalyKind.Silence ? SeverityRules.OfSilence(length) : SeverityRules.OfRange(state.Score, state.Bar, length);
    }
}
