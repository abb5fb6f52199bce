using System.Globalization;
using Nightjar.Core.Detection.Rules;
using Nightjar.Server.Detection.Rules;

namespace Nightjar.Server.Ui;

/// <summary>A rule as it stands in the fields of its form; an empty field sets nothing.</summary>
public sealed class RuleDraft
{
    /// <summary>The saved rule it changes; null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>The selector.</summary>
    public string Match { get; set; } = "";

    /// <summary>A number, or empty.</summary>
    public string Sensitivity { get; set; } = "";

    /// <summary>As <see cref="Sensitivity"/>.</summary>
    public string MinChange { get; set; } = "";

    /// <summary>As <see cref="Sensitivity"/>.</summary>
    public string Lower { get; set; } = "";

    /// <summary>As <see cref="Sensitivity"/>.</summary>
    public string Upper { get; set; } = "";

    /// <summary>A calendar's name, or empty.</summary>
    public string Calendar { get; set; } = "";

    /// <summary>Null when it sets none.</summary>
    public RuleDirection? Direction { get; set; }

    /// <summary>Null when it sets none.</summary>
    public RuleMode? Mode { get; set; }

    /// <summary>The fields of a saved rule.</summary>
    public static RuleDraft Of(SavedRule saved) => new()
    {
        Id = saved.Id,
        Match = saved.Match,
        Sensitivity = Text(saved.Settings.Sensitivity),
        MinChange = Text(saved.Settings.MinChange),
        Lower = Text(saved.Settings.Lower),
        Upper = Text(saved.Settings.Upper),
        Calendar = saved.Settings.Calendar ?? "",
        Direction = saved.Settings.Direction,
        Mode = saved.Settings.Mode,
    };

    /// <summary>As a file would have it. False with a sentence when a field that takes a number holds none.</summary>
    public bool TryRead(out RuleOptions options, out string? problem)
    {
        options = new RuleOptions { Match = Match.Trim(), Calendar = Calendar.Length == 0 ? null : Calendar, Direction = Direction, Mode = Mode };
        problem = null;
        options.Sensitivity = Read("Sensitivity", Sensitivity, ref problem);
        options.MinChange = Read("Minimum change", MinChange, ref problem);
        options.Lower = Read("Lower bound", Lower, ref problem);
        options.Upper = Read("Upper bound", Upper, ref problem);
        return problem is null;
    }

    private static double? Read(string field, string text, ref string? problem)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return value;
        }

        problem ??= $"{field} is '{text.Trim()}': write a number such as 0.5, or leave it empty.";
        return null;
    }

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
