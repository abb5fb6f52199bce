using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>An interval in which a series was outside its expected range.</summary>
public sealed record AnomalyRecord(
    string Id,
    string Series,
    string Unit,
    string Entity,
    AnomalyKind Kind,
    AnomalyDirection Direction,
    Severity Severity,
    DateTimeOffset Start,
    DateTimeOffset Last,
    DateTimeOffset? End,
    double Score,
    double Observed,
    double Expected,
    double Lower,
    double Upper,
    long LearntSamples,
    double ReturnSamples,
    string Reasons,
    AnomalyShape Shape)
{
    public static AnomalyRecord Of(Anomaly anomaly) => new(
        anomaly.Id,
        anomaly.Series.ToString(),
        anomaly.Unit,
        anomaly.Entity.Value,
        anomaly.Kind,
        anomaly.Direction,
        anomaly.Severity,
        Clock.ToTime(anomaly.StartNs),
        Clock.ToTime(anomaly.LastNs),
        anomaly.EndNs is { } end ? Clock.ToTime(end) : null,
        anomaly.Score,
        anomaly.Observed,
        anomaly.Expected,
        anomaly.Lower,
        anomaly.Upper,
        anomaly.LearntSamples,
        anomaly.ReturnSamples,
        anomaly.Reasons,
        anomaly.Shape);
}
