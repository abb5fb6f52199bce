namespace Nightjar.Evaluation.Anomalies;

/// <summary>A way to judge series, with one set of constants for all of them. Immutable and thread-safe.</summary>
public interface IAnomalyMethod
{
    /// <summary>One word, as reports write it.</summary>
    string Name { get; }

    /// <summary>True when it has a threshold of its own and says when it would tell somebody; else no false alarms are counted for it.</summary>
    bool RaisesAlarms { get; }

    /// <summary>A scorer that knows nothing yet.</summary>
    ISeriesScorer Begin();
}
