using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Text;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A series a chart can show.</summary>
/// <param name="Labels">The series, raw or derived.</param>
/// <param name="Raw">The raw series it is or comes from (of a histogram, one of its buckets).</param>
public sealed record SeriesHit(Labels Labels, SeriesEntry Raw)
{
    /// <summary>True when it is computed from raw samples.</summary>
    public bool IsDerived => !ReferenceEquals(Labels, Raw.Series.Labels);

    /// <summary>What it is a series of.</summary>
    public EntityId Entity => EntityRules.Of(Raw.Series.Labels)[0].Id;

    /// <summary>How its numbers are to be read.</summary>
    public Measure Measure => Measure.Of(Raw.Series.Unit, Labels.Name, Raw.Series.Kind.IsBucket());
}
