using System.Collections.Immutable;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// An interval in which a series was outside its expected range, with the numbers that made it one.
/// The record is replaced whole as the anomaly extends and closes; <see cref="Id"/> stays.
/// </summary>
public sealed record Anomaly
{
    /// <summary>Sixteen hexadecimal digits from series, kind and start: a replay gives the same id.</summary>
    public required string Id { get; init; }

    /// <summary>The series it was seen in; for a derived series (<c>name:rate</c>) the derived one.</summary>
    public required Labels Series { get; init; }

    /// <summary>The unit of the values, or empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The entity the series belongs to.</summary>
    public required EntityId Entity { get; init; }

    /// <summary>What sort.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>Which side.</summary>
    public required AnomalyDirection Direction { get; init; }

    /// <summary>The first abnormal sample, ns since 1970 UTC.</summary>
    public required long StartNs { get; init; }

    /// <summary>The newest abnormal sample.</summary>
    public required long LastNs { get; init; }

    /// <summary>When it closed: the first sample of the calm that ended it; null while open.</summary>
    public long? EndNs { get; init; }

    /// <summary>Largest |value − expected| / spread so far: the robust z. For silence: missed intervals. For a flat line: 5 when it
    /// is as long as it takes to be one, 10 from twice as long on.</summary>
    public required double Score { get; init; }

    /// <summary>The value at the largest score.</summary>
    public required double Observed { get; init; }

    /// <summary>What was expected at that moment.</summary>
    public required double Expected { get; init; }

    /// <summary>Lower end of the expected range at that moment.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper end of the expected range at that moment.</summary>
    public required double Upper { get; init; }

    /// <summary>How many samples the expectation rests on.</summary>
    public required long LearntSamples { get; init; }

    /// <summary>In how many samples of this series there is one event as large; 0 when that is not known.</summary>
    public double ReturnSamples { get; init; }

    /// <summary>Which residuals say so, most first, in words: "level and time of day"; empty when none does.</summary>
    public string Reasons { get; init; } = "";

    /// <summary>What it looks like; may change while the anomaly lasts.</summary>
    public AnomalyShape Shape { get; init; }

    /// <summary>
    /// The series that carry a joint anomaly, most first, three at most; empty for what one series shows by itself. The first is
    /// <see cref="Series"/>, and the numbers above are its own.
    /// </summary>
    public ImmutableArray<AnomalyCarrier> Carriers { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>How bad, from the score and the length.</summary>
    public required Severity Severity { get; init; }
}
