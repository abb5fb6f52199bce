using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Charts;
using Nightjar.Server.Ui.Text;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A series as read for a chart.</summary>
/// <param name="Labels">Which.</param>
/// <param name="Measure">How its numbers are to be read.</param>
/// <param name="Samples">As kept, ascending.</param>
/// <param name="Minutes">In which it stood out.</param>
/// <param name="Line">The same for drawing: fewer points, the band, the abnormal stretches.</param>
public sealed record SeriesChart(Labels Labels, Measure Measure, IReadOnlyList<SamplePoint> Samples, IReadOnlyList<AbnormalMinute> Minutes, ChartLine Line)
{
    /// <summary>The same for a chart of its own, in the first colour.</summary>
    public SeriesChart Alone => this with { Line = Line with { Color = 1 } };

    /// <summary>The newest number, or NaN.</summary>
    public double Latest => Samples.LastOrDefault(sample => double.IsFinite(sample.Value), new SamplePoint(0, double.NaN)).Value;

    /// <summary>Smallest, mean and largest number; NaN without one.</summary>
    public (double Min, double Mean, double Max) Summary
    {
        get
        {
            double[] numbers = [.. Samples.Select(sample => sample.Value).Where(double.IsFinite)];
            return numbers.Length == 0 ? (double.NaN, double.NaN, double.NaN) : (numbers.Min(), numbers.Average(), numbers.Max());
        }
    }
}
