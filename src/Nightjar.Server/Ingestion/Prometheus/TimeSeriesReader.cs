using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// Reads the samples and histograms of one TimeSeries message into a batch; both versions of remote write have them alike. A fault costs
/// what it is in, not what stands before it.
/// </summary>
internal sealed class TimeSeriesReader(SeriesResolver resolver, NativeHistograms histograms, SampleBatch batch, RemoteWriteContent content)
{
    /// <summary>Field 2: a sample, in both versions.</summary>
    public const uint SampleTag = 0x12;

    private const uint ValueTag = 0x09;
    private const uint TimestampTag = 0x10;

    /// <summary>Reads one series.</summary>
    /// <param name="series">The whole message.</param>
    /// <param name="key">Its labels.</param>
    /// <param name="known">Its entry, when the cache holds it.</param>
    /// <param name="shape">What a first look at the message found.</param>
    /// <param name="declared">What the message says of the metric.</param>
    public void Read(ReadOnlySpan<byte> series, SeriesKey key, SeriesEntry? known, in TimeSeriesShape shape, MetricFamily declared) // hot
    {
        content.Exemplars += shape.Exemplars;
        if (shape.Broken)
        {
            batch.Refusals.Add(RefusalReason.Malformed, 1, static () => "a series is cut short: look for what changes the bytes between sender and here");
        }

        if (shape.Samples > 0)
        {
            SeriesEntry? entry = known ?? resolver.Add(key, declared, batch, shape.Samples);
            if (entry is not null)
            {
                ReadSamples(series, entry);
            }
        }

        if (shape.Histograms > 0)
        {
            ReadHistograms(series, key, shape);
        }
    }

    private void ReadSamples(ReadOnlySpan<byte> series, SeriesEntry entry) // hot
    {
        ProtoReader reader = new(series);
        while (reader.Next())
        {
            if (reader.Tag != SampleTag)
            {
                continue;
            }

            double value = 0;
            long timestampMs = 0;
            ProtoReader sample = new(reader.Bytes);
            while (sample.Next())
            {
                if (sample.Tag == ValueTag)
                {
                    value = sample.Double;
                }
                else if (sample.Tag == TimestampTag)
                {
                    timestampMs = (long)sample.Number;
                }
            }

            if (sample.Broken)
            {
                batch.Refusals.Add(RefusalReason.Malformed, 1, static () => "a sample is cut short: look for what changes the bytes between sender and here");
                continue;
            }

            batch.Add(entry, Timestamp.ToNs(timestampMs), value);
            content.Samples++;
        }
    }

    private void ReadHistograms(ReadOnlySpan<byte> series, SeriesKey key, in TimeSeriesShape shape)
    {
        NativeHistogramSeries? target = histograms.Find(key.Hash) ?? histograms.Add(key, batch, shape.Histograms);
        ProtoReader reader = new(series);
        while (target is not null && reader.Next())
        {
            if (reader.Tag != shape.HistogramTag)
            {
                continue;
            }

            int start = batch.Count;
            if (NativeHistogram.TryRead(reader.Bytes, out NativeHistogram histogram, out string? fault))
            {
                target.Write(histogram, batch);
                content.AddHistogram(start, batch.Count);
            }
            else
            {
                batch.Refusals.Add(RefusalReason.Malformed, 1, () => $"a native histogram {fault}");
            }
        }
    }
}
