using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation;

namespace Nightjar.Commands.Detect;

/// <summary>The answer of <c>detect --json</c>. Fields are added, never renamed.</summary>
internal sealed record DetectReport(
    string TimeColumn, IReadOnlyList<string> Columns, long Rows, long BadRows, IReadOnlyList<CsvProblem> Problems, IReadOnlyList<DetectedAnomaly> Anomalies)
{
    public static DetectReport Of(CsvTable table, IReadOnlyList<ColumnAnomaly> found) => new(
        table.TimeColumn,
        [.. table.Columns.Select(column => column.Name)],
        table.Rows,
        table.BadRows,
        table.Problems,
        [.. found.Select(one => DetectedAnomaly.Of(one.Column.Name, one.Anomaly))]);
}

/// <summary>One anomaly of the report.</summary>
internal sealed record DetectedAnomaly(
    string Column,
    string Severity,
    string Direction,
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
    string Shape,
    string Kind,
    IReadOnlyList<DetectedCarrier> Carriers)
{
    public static DetectedAnomaly Of(string column, Anomaly anomaly) => new(
        column,
        AnomalyText.Lower(anomaly.Severity),
        AnomalyText.Lower(anomaly.Direction),
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
        AnomalyText.Lower(anomaly.Shape),
        AnomalyText.Lower(anomaly.Kind),
        [.. anomaly.Carriers.Select(carrier => new DetectedCarrier(carrier.Series.Name, carrier.Share, carrier.Observed, carrier.Expected))]);
}

/// <summary>A column that carries what several show together; its share of the evidence is 0 to 1.</summary>
internal sealed record DetectedCarrier(string Column, double Share, double Observed, double Expected);
