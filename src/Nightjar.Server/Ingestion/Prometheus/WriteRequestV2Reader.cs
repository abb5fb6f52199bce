using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// Reads remote write 2.0, message <c>io.prometheus.write.v2.Request</c>. Its labels refer to a table of symbols that differs from
/// request to request, so each series' labels are written out as 1.0 has them: the cache then knows them whoever sends them.
/// </summary>
internal sealed class WriteRequestV2Reader(SeriesResolver resolver, NativeHistograms histograms)
{
    private const uint SymbolTag = 0x22;
    private const uint TimeSeriesTag = 0x2A;
    private const uint PackedRefsTag = 0x0A;
    private const uint RefTag = 0x08;
    private const uint HistogramTag = 0x1A;
    private const uint ExemplarTag = 0x22;
    private const uint MetadataTag = 0x2A;

    /// <summary>Puts what is good into the batch and counts what is not.</summary>
    public RemoteWriteContent Read(ReadOnlySpan<byte> message, SampleBatch batch) // hot
    {
        RemoteWriteContent content = new();
        TimeSeriesReader series = new(resolver, histograms, batch, content);
        using SymbolTable symbols = new(message.Length);
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Tag == SymbolTag)
            {
                symbols.Add(reader.BytesStart, reader.Bytes.Length);
            }
        }

        using LabelBuilder labels = new(resolver.Door, symbols);
        reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Tag == TimeSeriesTag)
            {
                ReadSeries(message, reader.Bytes, labels, series, batch);
            }
        }

        if (reader.Broken)
        {
            batch.Refusals.Add(RefusalReason.Malformed, 1, static () =>
                "the message is cut short or no io.prometheus.write.v2.Request: look for what changes the bytes between sender and here");
        }

        return content;
    }

    private void ReadSeries(ReadOnlySpan<byte> request, ReadOnlySpan<byte> message, LabelBuilder labels, TimeSeriesReader series, SampleBatch batch) // hot
    {
        TimeSeriesShape shape = new(HistogramTag, ExemplarTag);
        ReadOnlySpan<byte> metadata = default;
        labels.Clear();
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case PackedRefsTag:
                    labels.AddPacked(request, reader.Bytes);
                    break;
                case RefTag:
                    labels.Add(request, reader.Number);
                    break;
                case MetadataTag:
                    metadata = reader.Bytes;
                    break;
                default:
                    shape.Count(reader.Tag);
                    break;
            }
        }

        shape.Broken = reader.Broken;
        if (labels.Complete(batch, Math.Max(1, shape.Samples + shape.Histograms)))
        {
            SeriesKey key = new(labels.Fields, resolver.Cache);
            SeriesEntry? known = key.Find();
            MetricFamily family = MetricFamily.None;
            if (!metadata.IsEmpty && (known is null || known.Series.Kind == MetricKind.Unknown))
            {
                family = ReadMetadata(request, metadata, labels.Symbols);
                if (known is not null)
                {
                    resolver.Families.Upgrade(known, family, batch.Source);
                }
            }

            series.Read(message, key, known, shape, family);
        }
    }

    private static MetricFamily ReadMetadata(ReadOnlySpan<byte> request, ReadOnlySpan<byte> message, SymbolTable symbols)
    {
        ulong type = 0;
        ReadOnlySpan<byte> help = default;
        ReadOnlySpan<byte> unit = default;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case 0x08:
                    type = reader.Number;
                    break;
                case 0x18:
                    symbols.TryGet(request, reader.Number, out help);
                    break;
                case 0x20:
                    symbols.TryGet(request, reader.Number, out unit);
                    break;
            }
        }

        return type is > 0 and <= (ulong)FamilyType.StateSet && MetadataText.Admits("x"u8, unit)
            ? new MetricFamily((FamilyType)type, Encoding.UTF8.GetString(unit), MetadataText.Help(help))
            : MetricFamily.None;
    }
}
