using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Text;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A series as a small line.</summary>
/// <param name="Labels">Which.</param>
/// <param name="Measure">How its numbers are to be read.</param>
/// <param name="Points">Few, ascending; NaN is a gap.</param>
public sealed record SparkSeries(Labels Labels, Measure Measure, IReadOnlyList<SamplePoint> Points)
{
    /// <summary>The newest number, or NaN.</summary>
    public double Latest => Points.LastOrDefault(point => double.IsFinite(point.Value), new SamplePoint(0, double.NaN)).Value;
}
