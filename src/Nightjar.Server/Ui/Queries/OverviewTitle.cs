using Nightjar.Server.Detection;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Ui.Queries;

/// <summary>The answer to "is anything wrong", in a sentence.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="IsCalm">True only when everything is looked at and nothing is wrong: what is not known is not calm.</param>
public readonly record struct OverviewTitle(string Text, bool IsCalm)
{
    /// <summary>As of now.</summary>
    public static OverviewTitle Of(OverviewView view, DetectionStatus.Snapshot learnt, bool storageFails)
    {
        int watched = view.Entities.Count(entity => entity.Health != Health.Ended);
        int abnormal = view.Entities.Count(entity => entity.Open.Count > 0);
        int silent = view.Entities.Count(entity => entity.Silent && !entity.Ended);
        string quiet = Spell.Count(silent, "entity sends no data", "entities send no data");
        string outside = Spell.Count(abnormal, "entity is outside the expected", "entities are outside the expected");
        return (view.Open.Count, storageFails, watched, abnormal, silent) switch
        {
            ( > 0, _, _, _, _) => new(Spell.Count(view.Open.Count, "incident is open", "incidents are open"), false),
            (_, true, _, _, _) => new("Storage is failing: what is wrong now cannot be told", false),
            (_, _, 0, _, _) => new("Waiting for the first samples", false),
            _ when silent == watched => new("No data comes in", false),
            _ when learnt.IsRestoring => new("Taking up what was learnt before the restart", false),
            _ when learnt.Judged == 0 => new(Learning(learnt.FirstVerdictsIn), false),
            (_, _, _, 0, 0) => new("Nothing is wrong", true),
            (_, _, _, 0, _) => new($"No incident is open; {quiet}", false),
            (_, _, _, _, 0) => new($"No incident is open; {outside}", false),
            _ => new($"No incident is open; {outside}, {quiet}", false),
        };
    }

    private static string Learning(TimeSpan? left) => left is { } known
        ? $"Learning what is normal: first verdicts in about {Math.Max(1, (int)Math.Ceiling(known.TotalMinutes))} min"
        : "Learning what is normal";
}
