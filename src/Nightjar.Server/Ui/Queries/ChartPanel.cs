using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Charts;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Series that share an axis because their numbers are read alike.</summary>
/// <param name="Measure">How.</param>
/// <param name="Model">What is drawn.</param>
/// <param name="Ribbons">When its series stood out.</param>
/// <param name="Label">What it shows, in a sentence, for those who do not see it.</param>
public sealed record ChartPanel(Measure Measure, ChartModel Model, IReadOnlyList<ChartRibbon> Ribbons, string Label)
{
    /// <summary>One panel for each measure, in the order of its first series. Series without samples need none.</summary>
    public static IReadOnlyList<ChartPanel> Of(IReadOnlyList<SeriesChart> charts, TimeRange range) =>
        [.. charts.Where(chart => chart.Line.Times.Count > 0).GroupBy(chart => chart.Measure).Select(group => One(group.Key, [.. group], range))];

    /// <summary>The panel of one series; null without samples.</summary>
    public static ChartPanel? Of(SeriesChart chart, TimeRange range) => Of([chart], range) is [var panel] ? panel : null;

    private static ChartPanel One(Measure measure, IReadOnlyList<SeriesChart> charts, TimeRange range)
    {
        double size = charts.Max(chart => Size(chart.Line));
        ChartModel model = new(
            range.FromNs / Clock.NsPerMs, range.ToNs / Clock.NsPerMs, NumberScale.For(measure, size), [.. charts.Select(chart => chart.Line)]);
        IEnumerable<string> sentences = charts.Select(chart =>
        {
            (double min, _, double max) = chart.Summary;
            return $"{chart.Labels.Name} from {NumberScale.WriteRange(min, max, measure)}, now {NumberScale.Write(chart.Latest, measure)}, "
                + Spell.Count(chart.Line.Abnormal.Count, "abnormal stretch", "abnormal stretches");
        });
        return new ChartPanel(measure, model, [.. charts.Select(chart => Ribbon(chart, range))], string.Join("; ", sentences));
    }

    private static ChartRibbon Ribbon(SeriesChart chart, TimeRange range) =>
        new(chart.Line.Name, chart.Line.Color, range, chart.Minutes, chart.Line.Abnormal);

    private static double Size(ChartLine line) =>
        line.Values.Concat(line.Band?.Upper ?? []).Select(value => Math.Abs(value ?? 0)).DefaultIfEmpty(0).Max();
}
