using System.ComponentModel;
using Nightjar.Core.Detection.Rules;
using Nightjar.Server.Detection.Rules;

namespace Nightjar.Server.Api.V1;

/// <summary>A rule of detection as somebody writes it; what is absent is left to the rules before it.</summary>
internal sealed record RuleRequest(
    [property: Description("Which series: a selector such as {__name__=\"x\",job=~\"web.*\"}.")] string? Match = null,
    [property: Description("2 finds what is half as surprising, 0.5 asks for twice as much; 1/64 to 64.")] double? Sensitivity = null,
    [property: Description("The side that matters.")] RuleDirection? Direction = null,
    [property: Description("Nearer than this to the expected is never abnormal, in the unit of the series.")] double? MinChange = null,
    [property: Description("A value below is always abnormal.")] double? Lower = null,
    [property: Description("A value above is always abnormal.")] double? Upper = null,
    [property: Description("The name of a calendar of the configuration whose events hold the series back or widen its range.")] string? Calendar = null,
    [property: Description("Whether there may be anomalies at all.")] RuleMode? Mode = null,
    [property: Description("Who says so; 1 to 100 characters, 'the API' when absent.")] string? By = null)
{
    /// <summary>As a file would have it.</summary>
    public RuleOptions ToOptions() => new()
    {
        Match = Match ?? "",
        Sensitivity = Sensitivity,
        Direction = Direction,
        MinChange = MinChange,
        Lower = Lower,
        Upper = Upper,
        Calendar = Calendar,
        Mode = Mode,
    };
}
