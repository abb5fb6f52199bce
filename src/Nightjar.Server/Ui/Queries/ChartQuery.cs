using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Server.Ui.Charts;
using Nightjar.Server.Ui.Text;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Reads series, what was expected of them and when they were abnormal, for charts.</summary>
public sealed class ChartQuery(SeriesIndex index, PageReads reads, BandReader bands, StateStore state, TelemetryStore store)
{
    /// <summary>Colours that can be told apart beside each other; more series than that are not compared in one view.</summary>
    public const int MaxSeries = 8;

    // About the pixels of a chart on a desktop; a sharper line cannot be seen, and each point costs bytes to the browser.
    private const int Slices = 600;

    /// <summary>The series in the order asked for, those unknown or without samples with empty lines.</summary>
    public async Task<IReadOnlyList<SeriesChart>> ReadAsync(IReadOnlyList<Labels> series, TimeRange range, bool withBands, CancellationToken cancellation)
    {
        IReadOnlyDictionary<SeriesId, SamplePoint[]> samples = await reads.ReadAsync(series, range, points => points, cancellation);
        IReadOnlyDictionary<SeriesId, List<AbnormalMinute>> minutes = store.AbnormalMinutes([.. series.Select(labels => labels.Id).Distinct()], range, cancellation);
        List<SeriesChart> charts = [];
        foreach (Labels labels in series)
        {
            IReadOnlyList<Anomaly> anomalies = await state.AnomaliesAsync(new AnomalyFilter { Series = labels.Id, Range = range }, cancellation);
            SamplePoint[] points = samples.GetValueOrDefault(labels.Id) ?? [];
            // Bands of several series over each other are a muddle: a comparison shows the lines alone.
            ChartBand? band = withBands && points.Length > 0 ? ChartBand.Of(bands.Read(labels, range, cancellation), Slices) : null;
            charts.Add(new SeriesChart(labels, MeasureOf(labels), points, minutes[labels.Id], Line(labels, charts.Count + 1, points, band, anomalies, range)));
        }

        return charts;
    }

    /// <summary>How the numbers of a series are to be read; from its name alone where the series is gone.</summary>
    public Measure MeasureOf(Labels labels) => index.Find(labels)?.Measure ?? Measure.Of("", labels.Name);

    private static ChartLine Line(Labels labels, int color, SamplePoint[] samples, ChartBand? band, IReadOnlyList<Anomaly> anomalies, TimeRange range)
    {
        IReadOnlyList<SamplePoint> points = Downsampler.Reduce(samples, Slices);
        return new ChartLine(
            labels.ToString(),
            ((color - 1) % MaxSeries) + 1,
            [.. points.Select(point => point.TimeNs / Clock.NsPerMs)],
            [.. points.Select(point => Number(point.Value))],
            band,
            [.. anomalies.Select(anomaly => Stretch(anomaly, range))]);
    }

    private static ChartStretch Stretch(Anomaly anomaly, TimeRange range) => new(
        Math.Max(anomaly.StartNs, range.FromNs) / Clock.NsPerMs,
        Math.Min(anomaly.EndNs is null ? range.ToNs : anomaly.LastNs, range.ToNs) / Clock.NsPerMs,
        Spell.Severity(anomaly.Severity));

    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
