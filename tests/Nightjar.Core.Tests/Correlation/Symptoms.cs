using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Correlation;

/// <summary>Anomalies of one host, by minute.</summary>
internal static class Symptoms
{
    public const long StartNs = 1_700_000_000 * Clock.NsPerSecond;

    public static readonly EntityId Host = EntityRules.RootOf(Series("system_cpu_utilization", "web-1")).Id;

    public static long Minute(double minute) => StartNs + (long)(minute * 60 * Clock.NsPerSecond);

    public static Labels Series(string metric, string host, params Label[] more) =>
        Labels.Create(more.Append(new Label("__name__", metric)).Append(new Label("host_name", host)));

    public static Anomaly Of(string metric, double from, double? to = null, Severity severity = Severity.Warning, double score = 20, params Label[] more)
    {
        Labels series = Series(metric, "web-1", more);
        return new Anomaly
        {
            Id = AnomalyId.Of(series.Id, AnomalyKind.OutOfRange, Minute(from)),
            Series = series,
            Unit = metric.EndsWith("_utilization", StringComparison.Ordinal) ? "1" : "",
            Entity = EntityRules.Of(series)[0].Id,
            Kind = AnomalyKind.OutOfRange,
            Direction = AnomalyDirection.Up,
            StartNs = Minute(from),
            LastNs = Minute(to ?? from),
            EndNs = to is null ? null : Minute(to.Value),
            Score = score,
            Observed = 0.97,
            Expected = 0.05,
            Lower = 0.03,
            Upper = 0.12,
            LearntSamples = 1_000,
            Severity = severity,
        };
    }
}
