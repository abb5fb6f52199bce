namespace Nightjar.Core.Telemetry;

/// <summary>One metric of one entity: what does not change from sample to sample.</summary>
/// <param name="Labels">The identity; <see cref="Labels.Id"/> is the series' id.</param>
/// <param name="Kind">How its values are to be read.</param>
/// <param name="Unit">As the source named it (UCUM or Prometheus' base unit), or empty.</param>
/// <param name="Help">The source's own description, or empty.</param>
public sealed record Series(Labels Labels, MetricKind Kind, string Unit = "", string Help = "")
{
    /// <summary>The series' identity.</summary>
    public SeriesId Id => Labels.Id;
}
