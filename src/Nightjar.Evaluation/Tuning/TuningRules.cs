using System.Collections.Immutable;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Evaluation.Tuning;

/// <summary>By what a series is judged now.</summary>
/// <param name="Configured">Rules of the file; what is tried comes after them, as it would be written there.</param>
/// <param name="Saved">Rules of the pages and the API, which come last.</param>
/// <param name="Learnt">What people's words have made of sensitivities.</param>
/// <param name="Calendars">By the names that rules use.</param>
public sealed record TuningRules(
    ImmutableArray<DetectionRule> Configured, ImmutableArray<DetectionRule> Saved, LearntSensitivity Learnt, IReadOnlyDictionary<string, EventCalendar> Calendars)
{
    /// <summary>No rules, and nothing was said.</summary>
    public static TuningRules None { get; } = new([], [], LearntSensitivity.None, new Dictionary<string, EventCalendar>());

    /// <summary>The constants of the detectors.</summary>
    public DetectorOptions Detector { get; init; } = DetectorOptions.Default;

    /// <summary>All of it, with something tried for every series.</summary>
    public RuleBook BookWith(RuleSettings? tried) =>
        new([.. Configured, .. tried is null ? [] : ImmutableArray.Create(new DetectionRule([], tried)), .. Saved], Learnt, Calendars);

    /// <summary>The rules alone, without what words have made of them: what a new rule replaces.</summary>
    public RuleBook Rules => new([.. Configured, .. Saved], LearntSensitivity.None, Calendars);
}
