using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>A word on an anomaly and what it has done.</summary>
/// <param name="Anomaly">The anomaly's id; it may be forgotten by now.</param>
/// <param name="Series">The series it was seen in.</param>
/// <param name="Word">What was said.</param>
/// <param name="Time">When.</param>
/// <param name="By">Who said so.</param>
/// <param name="OwnFactor">By what this word multiplies the sensitivity of the series.</param>
/// <param name="LikeFactor">By what it multiplies that of series alike.</param>
/// <param name="Alike">How many there are now: of the same metric on entities of the same kind.</param>
/// <param name="EntityKind">That kind.</param>
/// <param name="Times">How far outside the anomaly was at worst, in widths of the expected range on its side.</param>
public sealed record FeedbackRecord(
    string Anomaly,
    string Series,
    FeedbackWord Word,
    DateTimeOffset Time,
    string By,
    double OwnFactor,
    double LikeFactor,
    int Alike,
    EntityKind EntityKind,
    double Times)
{
    public static FeedbackRecord Of(Feedback feedback, int alike) => new(
        feedback.AnomalyId,
        feedback.Series.ToString(),
        feedback.Word,
        Clock.ToTime(feedback.TimeNs),
        feedback.By,
        FeedbackSteps.Factor(FeedbackSteps.Own(feedback), 0),
        FeedbackSteps.Factor(0, FeedbackSteps.Like(feedback)),
        alike,
        feedback.EntityKind,
        feedback.Times);
}
