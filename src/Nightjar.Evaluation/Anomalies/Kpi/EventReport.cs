using System.Text.Json.Serialization;

namespace Nightjar.Evaluation.Anomalies.Kpi;

/// <summary>A method on series with labelled points.</summary>
public sealed record EventReport : MethodReport
{
    /// <summary>Of <see cref="DelayedF1"/>, 0 to 1.</summary>
    public required double F1 { get; init; }

    /// <summary>Share of detected points that are true.</summary>
    public required double Precision { get; init; }

    /// <summary>Share of labelled points found.</summary>
    public required double Recall { get; init; }

    /// <summary>On the method's own scale.</summary>
    public required double Threshold { get; init; }

    /// <summary>Each series by itself, at the same threshold.</summary>
    public required IReadOnlyList<EventSeriesReport> Series { get; init; }

    /// <summary>Other methods on the same files; null where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EventReport>? Baselines { get; init; }
}
