using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>
/// Reads a target's pages into samples and remembers its series by the bytes before the value, so that a page of known series parses no
/// labels. One a target; not thread-safe.
/// </summary>
internal sealed class ScrapePage(SeriesDoor door, TargetLabels target, bool honorTimestamps)
{
    // A series that is away this long is parsed anew when it comes back; until then its memory is kept.
    private const int ForgottenAfterScrapes = 10;

    private readonly Dictionary<UInt128, ScrapedSeries> _series = [];
    private long _scrape;

    /// <summary>Series known.</summary>
    public int Known => _series.Count;

    /// <summary>How many samples a page has.</summary>
    public static long CountSamples(ReadOnlySpan<byte> text, bool openMetrics)
    {
        long samples = 0;
        ExpositionReader reader = new(text, openMetrics);
        while (reader.Next())
        {
            samples += reader.Entry == ExpositionEntry.Sample ? 1 : 0;
        }

        return samples;
    }

    /// <summary>Reads a page; lines that are wrong are counted and passed over.</summary>
    public ScrapeCounts Read(ReadOnlySpan<byte> text, bool openMetrics, long scrapedNs, SampleBatch batch) // hot
    {
        _scrape++;
        ScrapeCounts counts = default;
        ExpositionFamily family = default;
        ExpositionReader reader = new(text, openMetrics);
        while (reader.Next())
        {
            switch (reader.Entry)
            {
                case ExpositionEntry.Sample:
                    AddSample(reader, family, scrapedNs, batch, ref counts);
                    break;
                case ExpositionEntry.Malformed:
                    RefuseLine(reader.Line, batch);
                    break;
                default:
                    family.Note(reader.Entry, reader.Series, reader.Text);
                    break;
            }
        }

        if (openMetrics && !reader.Ended)
        {
            batch.Refusals.Add(RefusalReason.Malformed, 1, static () => "the page has no # EOF, which ends an OpenMetrics page: it may have been cut short");
        }

        EndMissing(scrapedNs, batch);
        return counts;
    }

    /// <summary>The target gave no page: what it had has ended.</summary>
    public void EndAll(long timeNs, SampleBatch batch)
    {
        _scrape++;
        EndMissing(timeNs, batch);
    }

    private void AddSample(in ExpositionReader reader, in ExpositionFamily family, long scrapedNs, SampleBatch batch, ref ScrapeCounts counts)
    {
        counts.Samples++;
        counts.Exemplars += reader.HasExemplar ? 1 : 0;
        UInt128 key = LabelHash.Of(reader.Series);
        if (!_series.TryGetValue(key, out ScrapedSeries? series) || series.Entry.Dropped)
        {
            series = Resolve(reader, family, batch);
            if (series is null)
            {
                return;
            }

            counts.NewSeries++;
            _series[key] = series;
        }
        else if (series.LastScrape < _scrape - 1)
        {
            counts.NewSeries++;
        }

        series.LastScrape = _scrape;
        series.OwnTime = honorTimestamps && reader.TimestampMs is not null;
        long timeNs = series.OwnTime ? Timestamp.ToNs(reader.TimestampMs ?? 0) : scrapedNs;
        batch.Add(series.Entry, timeNs, reader.Value);
    }

    private ScrapedSeries? Resolve(in ExpositionReader reader, in ExpositionFamily family, SampleBatch batch)
    {
        if (reader.Series.Length > (2L * door.MaxLabelBytes * door.MaxLabels) || !ExpositionLabels.TryParse(reader.Series, out List<Label> labels))
        {
            RefuseLine(reader.Line, batch);
            return null;
        }

        string name = labels.Find(label => label.Name == Labels.MetricName).Value ?? "";
        MetricFamily known = family.Of(name);
        SeriesEntry? entry = door.Resolve(target.Apply(labels), known.KindOf(name), known.Unit, known.Help, batch, 1);
        return entry is null ? null : new ScrapedSeries(entry);
    }

    private void EndMissing(long timeNs, SampleBatch batch)
    {
        foreach ((UInt128 key, ScrapedSeries series) in _series)
        {
            if (series.LastScrape == _scrape - 1 && !series.OwnTime)
            {
                batch.Add(series.Entry, timeNs, StaleMarker.Value);
            }
            else if (series.LastScrape < _scrape - ForgottenAfterScrapes)
            {
                _series.Remove(key); // allowed while enumerating, unlike adding
            }
        }
    }

    private static void RefuseLine(int line, SampleBatch batch) =>
        batch.Refusals.Add(RefusalReason.Malformed, 1, () => $"line {line} of the page is no sample: mend the exporter");
}
