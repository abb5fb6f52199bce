using System.Diagnostics.Metrics;

namespace Nightjar.Server.Detection;

/// <summary>What Detection knows so far: for the pages, the API and /metrics. Thread-safe.</summary>
public sealed class DetectionStatus
{
    private volatile Snapshot _now = new(true, 0, 0, null, 0, 0, 0, 0, 0);

    public DetectionStatus(IMeterFactory meters)
    {
        Meter meter = meters.Create(SelfMeter.Name);
        meter.CreateObservableGauge("nightjar.detection.series.learning", () => Now.Learning, "{series}", "Series that are not judged yet.");
        meter.CreateObservableGauge("nightjar.detection.series.judged", () => Now.Judged, "{series}", "Series that are judged.");
        meter.CreateObservableCounter("nightjar.detection.samples", () => Now.Scored, "{sample}", "Samples scored since the start.");
        meter.CreateObservableCounter(
            "nightjar.detection.unscored", () => Now.Unscored, "{sample}", "Samples kept and not scored: detection.maxSeries is reached.");
        meter.CreateObservableCounter("nightjar.detection.forgotten", () => Now.Forgotten, "{series}", "Series forgotten after detection.forgetAfter.");
        meter.CreateObservableCounter("nightjar.detection.anomalies.opened", () => Now.Opened, "{anomaly}", "Anomalies opened since the start.");
        meter.CreateObservableCounter(
            "nightjar.detection.held_back", () => Now.HeldBack, "{stretch}", "Abnormal stretches that scheduled events have kept from being anomalies.");
    }

    /// <summary>As of the last tick, a few seconds ago at most.</summary>
    public Snapshot Now => _now;

    /// <summary>Replaces what is known.</summary>
    internal void Publish(Snapshot now) => _now = now;

    /// <summary>The state at one moment.</summary>
    /// <param name="IsRestoring">True at start until snapshots are loaded and missed samples scored.</param>
    /// <param name="Learning">Scored series (raw gauges and derived ones) that are not judged yet.</param>
    /// <param name="Judged">Scored series that are.</param>
    /// <param name="FirstVerdictsIn">Until the first series is judged, if it goes on as so far; null when some are, or nothing is known yet.</param>
    /// <param name="Scored">Samples scored since the start.</param>
    /// <param name="Unscored">Samples not scored because the bound of series is reached.</param>
    /// <param name="Forgotten">Series forgotten since the start.</param>
    /// <param name="Opened">Anomalies opened since the start, those of a replay included.</param>
    /// <param name="HeldBack">Abnormal stretches since the start that scheduled events have kept from being anomalies.</param>
    public sealed record Snapshot(
        bool IsRestoring, int Learning, int Judged, TimeSpan? FirstVerdictsIn, long Scored, long Unscored, long Forgotten, long Opened, long HeldBack);
}
