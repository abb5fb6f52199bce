namespace Nightjar.Core.Detection.Rules;

/// <summary>How one series is to be judged: what people have set for it, what they have said of its anomalies, else the defaults. Immutable.</summary>
public sealed record SeriesRule
{
    /// <summary>The least and the greatest factor that settings and feedback together come to: beyond it a series would never, or always, be abnormal.</summary>
    public const double LeastSensitivity = 1.0 / 64;

    /// <summary>See <see cref="LeastSensitivity"/>.</summary>
    public const double GreatestSensitivity = 64;

    /// <summary>Nothing set.</summary>
    public static SeriesRule Default { get; } = new();

    /// <summary>Divides how far outside a value must be: 2 finds what is half as surprising, 0.5 asks for twice as much. Above 0.</summary>
    public double Sensitivity { get; init; } = 1;

    /// <summary>The side that matters.</summary>
    public RuleDirection Direction { get; init; }

    /// <summary>A value nearer than this to what is expected is never abnormal; in the unit of the series, at least 0.</summary>
    public double MinChange { get; init; }

    /// <summary>A value below is always abnormal; −∞ for none.</summary>
    public double Lower { get; init; } = double.NegativeInfinity;

    /// <summary>A value above is always abnormal; +∞ for none.</summary>
    public double Upper { get; init; } = double.PositiveInfinity;

    /// <summary>Whether it may have anomalies at all.</summary>
    public RuleMode Mode { get; init; }

    /// <summary>The name of its calendar; empty for none.</summary>
    public string Calendar { get; init; } = "";

    /// <summary>True for the rule that holds while an event runs that is to be ignored: nothing is learnt, and what would be told of is counted.</summary>
    public bool IsHeld { get; private init; }

    private EventCalendar? Events { get; init; }

    private SeriesRule? DuringEvents { get; init; }

    /// <summary>The rule that also knows when events run. A series whose mode is <see cref="RuleMode.Always"/> is not held back by any.</summary>
    public SeriesRule With(EventCalendar calendar) => Mode == RuleMode.Always ? this : this with
    {
        Events = calendar,
        DuringEvents = calendar.Effect == CalendarEffect.Ignore
            ? this with { IsHeld = true }
            : this with { Sensitivity = Sensitivity / EventCalendar.Widening },
    };

    /// <summary>The rule that holds at a time: another one while an event of the calendar runs. O(log events), no allocation.</summary>
    public SeriesRule At(long timeNs) => DuringEvents is not null && Events?.IsRunning(timeNs) == true ? DuringEvents : this; // hot
}
