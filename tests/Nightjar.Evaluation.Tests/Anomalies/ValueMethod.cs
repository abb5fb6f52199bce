using Nightjar.Evaluation.Anomalies;

namespace Nightjar.Evaluation.Tests.Anomalies;

/// <summary>A method whose score is the value itself, and which raises an alarm at every value above eight.</summary>
internal sealed class ValueMethod : IAnomalyMethod, ISeriesScorer
{
    public string Name => "value";

    public bool RaisesAlarms => true;

    public ISeriesScorer Begin() => this;

    public SampleScore Score(long timeNs, double value) => new(value, value, value > 8);
}
