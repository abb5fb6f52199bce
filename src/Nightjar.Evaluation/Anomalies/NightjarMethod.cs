using Nightjar.Core.Detection;

namespace Nightjar.Evaluation.Anomalies;

/// <summary>The product's own engine with its default constants.</summary>
public sealed class NightjarMethod : IAnomalyMethod
{
    /// <inheritdoc />
    public string Name => "nightjar";

    /// <inheritdoc />
    public bool RaisesAlarms => true;

    /// <inheritdoc />
    public ISeriesScorer Begin() => new Scorer();

    private sealed class Scorer : ISeriesScorer
    {
        private readonly SeriesDetector _detector = new(DetectorOptions.Default, SeriesScale.Unknown);
        private TrackerState _tracker;

        public SampleScore Score(long timeNs, double value) // hot
        {
            Verdict verdict = _detector.Score(timeNs, value);
            TrackerChange change = AnomalyTracker.Observe(ref _tracker, verdict, timeNs, value, _detector.Agreement, _detector.Count);
            return new SampleScore(verdict.Abnormality.Point, verdict.Abnormality.Event, change == TrackerChange.Opened);
        }
    }
}
