namespace Nightjar.Evaluation.Anomalies;

/// <summary>Judges one series causally: a score rests on the samples before it and itself, never on later ones. Not thread-safe.</summary>
public interface ISeriesScorer
{
    /// <summary>Judges a sample, then learns it.</summary>
    /// <param name="timeNs">Ns since 1970 UTC; files repeat times and go back, and every row needs a score.</param>
    /// <param name="value">What is no number, or beyond ±1e30, is scored zero and not learnt.</param>
    SampleScore Score(long timeNs, double value);
}
