using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Evaluation.Tuning;

namespace Nightjar.Commands.Tune;

/// <summary>A word and the anomaly it was said of.</summary>
/// <param name="Feedback">The word.</param>
/// <param name="Mark">The time it means; null when the anomaly is forgotten, or a silence, which a backtest does not look for.</param>
internal sealed record SaidWord(Feedback Feedback, Mark? Mark)
{
    public static SaidWord Of(Feedback feedback, AnomalyKind kind, AnomalyDirection direction, long startNs, long lastNs) => new(
        feedback,
        kind == AnomalyKind.OutOfRange ? new Mark(feedback.Word == FeedbackWord.WellCaught, startNs, lastNs, direction) : null);
}
