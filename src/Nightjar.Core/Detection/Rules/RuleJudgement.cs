namespace Nightjar.Core.Detection.Rules;

/// <summary>Applies a rule to what the engine says of one sample. Pure; the engine has learnt the sample by then, whatever comes out here.</summary>
public static class RuleJudgement
{
    // Who sets a bound means it: a value beyond it is at least this many times the bar, which makes it a warning from the start.
    private const double TimesOfBound = 1.5;

    /// <summary>The verdict while an event runs: nothing is abnormal, whatever it is otherwise.</summary>
    public static Verdict Hold(in Verdict verdict) =>
        verdict.State == VerdictState.Abnormal ? verdict with { State = VerdictState.Normal } : verdict;

    /// <summary>
    /// The verdict to use. The sensitivity divides the bar and the width of the expected range; what lies nearer to the expected than
    /// the minimum change, or on the side that does not matter, is normal, unless it stands still; what lies beyond a bound is abnormal, even while learning.
    /// No number (NaN, infinite) is left as it is. O(1), no allocation.
    /// </summary>
    /// <param name="rule">Of the series.</param>
    /// <param name="verdict">As the engine gave it.</param>
    /// <param name="value">The sample.</param>
    public static Verdict Apply(SeriesRule rule, in Verdict verdict, double value) // hot
    {
        if (ReferenceEquals(rule, SeriesRule.Default) || !double.IsFinite(value))
        {
            return verdict;
        }

        Verdict scaled = Scale(rule, verdict);
        if (rule.Mode == RuleMode.Never)
        {
            return Hold(scaled);
        }

        bool small = Math.Abs(value - scaled.Expected) < rule.MinChange;
        bool otherSide = rule.Direction == (scaled.Z > 0 ? RuleDirection.Down : RuleDirection.Up);
        if (scaled.State == VerdictState.Abnormal && scaled.Shape != AnomalyShape.FlatLine && (small || otherSide))
        {
            scaled = scaled with { State = VerdictState.Normal };
        }

        return value > rule.Upper ? Beyond(scaled, 1) : value < rule.Lower ? Beyond(scaled, -1) : scaled;
    }

    private static Verdict Scale(SeriesRule rule, in Verdict verdict) // hot
    {
        double bar = verdict.Bar / rule.Sensitivity;
        double lower = verdict.Expected - Math.Max((verdict.Expected - verdict.Lower) / rule.Sensitivity, rule.MinChange);
        double upper = verdict.Expected + Math.Max((verdict.Upper - verdict.Expected) / rule.Sensitivity, rule.MinChange);
        double size = Math.Abs(verdict.Z);

        // Beyond its own bar the engine knows more than the distance: what has become a habit is not news again for a rule that asks for more.
        VerdictState state = verdict.State == VerdictState.Learning || rule.Sensitivity == 1 ? verdict.State
            : size <= bar ? VerdictState.Normal
            : size > verdict.Bar ? verdict.State
            : VerdictState.Abnormal;
        return verdict with
        {
            State = state,
            Bar = bar,

            // What a person says cannot be is not shown as expected.
            Lower = Math.Min(Math.Max(lower, rule.Lower), Math.Max(verdict.Expected, rule.Lower)),
            Upper = Math.Max(Math.Min(upper, rule.Upper), Math.Min(verdict.Expected, rule.Upper)),
        };
    }

    private static Verdict Beyond(in Verdict verdict, int side) => verdict with
    {
        State = VerdictState.Abnormal,
        Z = side * Math.Max(side * verdict.Z, TimesOfBound * verdict.Bar),
    };
}
