namespace Nightjar.Evaluation.Anomalies;

/// <summary>What a method says of one sample. Both scores are finite, at least 0, and larger is more abnormal.</summary>
/// <param name="Point">How abnormal the sample is: high all through an abnormal stretch. For metrics that count points.</param>
/// <param name="Event">How much it is news: high once an event. For metrics that count alarms.</param>
/// <param name="Alarm">True when the live product would open an anomaly here, at its own threshold.</param>
public readonly record struct SampleScore(double Point, double Event, bool Alarm = false)
{
    /// <summary>A score that tells nobody anything.</summary>
    public static SampleScore Of(double score) => new(score, score);
}
