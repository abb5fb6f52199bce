using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>
/// How abnormal a series was in a range of time: the sum of the evidence (−log10 p, weighted) of its three most abnormal minutes, the largest, and when.
/// </summary>
internal sealed record RankedSeriesRecord(string Series, string Entity, double Abnormality, double Peak, DateTimeOffset PeakMinute, DateTimeOffset FirstMinute, long AbnormalMinutes)
{
    public static RankedSeriesRecord Of(Labels series, EntityId entity, in SeriesAbnormality found) => new(
        series.ToString(), entity.Value, found.Abnormality, found.Peak, Clock.ToTime(found.PeakNs), Clock.ToTime(found.FirstNs), found.Minutes);
}
