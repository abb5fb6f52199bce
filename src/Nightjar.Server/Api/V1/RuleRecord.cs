using Nightjar.Core.Detection.Rules;
using Nightjar.Server.Detection.Rules;

namespace Nightjar.Server.Api.V1;

/// <summary>
/// A rule of detection; the later one counts where several set the same. Its id changes or removes it, and is null for one of the
/// configuration, of which <c>where</c> says file and line. Series says how many scored ones fit now.
/// </summary>
public sealed record RuleRecord(
    string? Id,
    string Where,
    string Match,
    int Series,
    double? Sensitivity,
    RuleDirection? Direction,
    double? MinChange,
    double? Lower,
    double? Upper,
    string? Calendar,
    RuleMode? Mode,
    string? By)
{
    public static RuleRecord Of(ListedRule listed, int series)
    {
        RuleSettings set = listed.Rule.Settings;
        return new RuleRecord(
            listed.Saved?.Id, listed.Where, listed.Match, series, set.Sensitivity, set.Direction, set.MinChange, set.Lower, set.Upper, set.Calendar, set.Mode, listed.Saved?.By);
    }
}
