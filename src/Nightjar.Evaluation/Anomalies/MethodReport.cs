namespace Nightjar.Evaluation.Anomalies;

/// <summary>What is reported of a method on any labelled benchmark. Fields are added, never renamed.</summary>
public abstract record MethodReport
{
    /// <summary>The method's name.</summary>
    public required string Method { get; init; }

    /// <summary>Which files the threshold was chosen on, in words.</summary>
    public required string ThresholdFrom { get; init; }

    /// <summary>Alarms outside labelled windows, a series and week, at the method's own live threshold; null when it has none.</summary>
    public double? FalseAlarmsPerSeriesWeek { get; init; }

    /// <summary>Mean of <see cref="Anomalies.VusPr"/> over the series that have labels, 0 to 1; null when none has.</summary>
    public double? VusPr { get; init; }

    /// <summary>Samples scored in one second of one core.</summary>
    public required double SamplesPerCpuSecond { get; init; }

    /// <summary>Memory of the learnt state of a series.</summary>
    public required double BytesPerSeries { get; init; }
}
