using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>
/// An interval in which a series was outside its expected range, or, of kind <c>joint</c>, in which several showed together what none shows
/// alone: <paramref name="Carriers"/> then names them, most first, and the numbers are those of the first.
/// </summary>
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
    AnomalyShape Shape,
    IReadOnlyList<CarrierRecord> Carriers)
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
        anomaly.Shape,
        [.. anomaly.Carriers.Select(carrier => new CarrierRecord(carrier.Series.ToString(), carrier.Unit, carrier.Share, carrier.Observed, carrier.Expected))]);
}

/// <summary>A series that carries a joint anomaly; its share of the evidence is 0 to 1, what was expected is by what the other series did.</summary>
public sealed record CarrierRecord(string Series, string Unit, double Share, double Observed, double Expected);
