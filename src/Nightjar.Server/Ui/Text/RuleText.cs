using System.Globalization;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Server.Ui.Text;

/// <summary>Rules and words on anomalies in words.</summary>
public static class RuleText
{
    /// <summary>What a rule sets: <c>sensitivity 0.5, only above, at least 0.05 off the expected</c>. Numbers as they were written, in the unit of the series.</summary>
    public static string Settings(RuleSettings settings)
    {
        List<string> parts = [];
        Add(parts, settings.Mode, mode => mode switch
        {
            RuleMode.Never => "never an anomaly",
            RuleMode.Always => "always told",
            _ => "judged as others",
        });
        Add(parts, settings.Sensitivity, factor => "sensitivity " + Number(factor));
        Add(parts, settings.Direction, direction => direction switch
        {
            RuleDirection.Up => "only above",
            RuleDirection.Down => "only below",
            _ => "above and below",
        });
        Add(parts, settings.MinChange, change => $"at least {Number(change)} off the expected");
        Add(parts, settings.Lower, lower => $"never below {Number(lower)}");
        Add(parts, settings.Upper, upper => $"never above {Number(upper)}");
        if (settings.Calendar is { } calendar)
        {
            parts.Add(calendar.Length == 0 ? "no calendar" : $"calendar {calendar}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>The word as a button says it.</summary>
    public static string Word(FeedbackWord word) => word switch
    {
        FeedbackWord.Expected => "Expected",
        FeedbackWord.NotUseful => "Not useful",
        _ => "Well caught",
    };

    /// <summary>What a word has done: <c>muted to 50 % here and to 84 % on 3 alike</c>.</summary>
    /// <param name="feedback">The word.</param>
    /// <param name="alike">How many series are alike.</param>
    public static string Effect(Feedback feedback, int alike)
    {
        string verb = feedback.Word == FeedbackWord.WellCaught ? "sharpened" : "muted";
        string here = $"{verb} to {Percent(FeedbackSteps.Factor(FeedbackSteps.Own(feedback), 0))} here";
        return alike == 0 ? here : $"{here} and to {Percent(FeedbackSteps.Factor(0, FeedbackSteps.Like(feedback)))} on {Spell.Count(alike, "series", "series")} alike";
    }

    private static void Add<T>(List<string> parts, T? value, Func<T, string> words)
        where T : struct
    {
        if (value is { } set)
        {
            parts.Add(words(set));
        }
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double factor) => Math.Round(factor * 100).ToString(CultureInfo.InvariantCulture) + " %";
}
