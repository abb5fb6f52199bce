using System.Buffers;
using System.Text;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Reads remote write 1.0, message <c>prometheus.WriteRequest</c>.</summary>
internal sealed class WriteRequestReader(SeriesResolver resolver, NativeHistograms histograms)
{
    private const uint TimeSeriesTag = 0x0A;
    private const uint MetadataTag = 0x1A;
    private const uint ExemplarTag = 0x1A;
    private const uint HistogramTag = 0x22;

    /// <summary>Puts what is good into the batch and counts what is not.</summary>
    public RemoteWriteContent Read(ReadOnlySpan<byte> message, SampleBatch batch) // hot
    {
        RemoteWriteContent content = new();
        TimeSeriesReader series = new(resolver, histograms, batch, content);
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Tag == TimeSeriesTag)
            {
                ReadSeries(reader.Bytes, series);
            }
            else if (reader.Tag == MetadataTag)
            {
                ReadMetadata(reader.Bytes, batch);
            }
        }

        if (reader.Broken)
        {
            batch.Refusals.Add(RefusalReason.Malformed, 1, static () =>
                "the message is cut short or no prometheus.WriteRequest: look for what changes the bytes between sender and here");
        }

        return content;
    }

    private void ReadSeries(ReadOnlySpan<byte> message, TimeSeriesReader series) // hot
    {
        TimeSeriesShape shape = new(HistogramTag, ExemplarTag);
        ProtoReader reader = new(message);
        int labelsEnd = 0;
        bool scattered = false;
        while (reader.Next())
        {
            if (reader.Tag == LabelFields.LabelTag)
            {
                scattered |= reader.FieldStart != labelsEnd;
                labelsEnd = reader.FieldEnd;
            }
            else
            {
                shape.Count(reader.Tag);
            }
        }

        shape.Broken = reader.Broken;
        if (scattered)
        {
            ReadScattered(message, shape, series);
        }
        else
        {
            SeriesKey key = new(message[..labelsEnd], resolver.Cache);
            series.Read(message, key, key.Find(), shape, MetricFamily.None);
        }
    }

    /// <summary>Protobuf allows labels between or after the samples, though no sender is known to write them so.</summary>
    private void ReadScattered(ReadOnlySpan<byte> message, in TimeSeriesShape shape, TimeSeriesReader series)
    {
        byte[] labels = ArrayPool<byte>.Shared.Rent(message.Length);
        int used = 0;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Tag == LabelFields.LabelTag)
            {
                message[reader.FieldStart..reader.FieldEnd].CopyTo(labels.AsSpan(used));
                used += reader.FieldEnd - reader.FieldStart;
            }
        }

        SeriesKey key = new(labels.AsSpan(0, used), resolver.Cache);
        series.Read(message, key, key.Find(), shape, MetricFamily.None);
        ArrayPool<byte>.Shared.Return(labels);
    }

    private void ReadMetadata(ReadOnlySpan<byte> message, SampleBatch batch)
    {
        ulong type = 0;
        ReadOnlySpan<byte> name = default;
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
                case 0x12:
                    name = reader.Bytes;
                    break;
                case 0x22:
                    help = reader.Bytes;
                    break;
                case 0x2A:
                    unit = reader.Bytes;
                    break;
            }
        }

        // What is said beside the samples is a courtesy: where it makes no sense, nothing is known, and no sample is lost.
        if (!reader.Broken && type is > 0 and <= (ulong)FamilyType.StateSet && MetadataText.Admits(name, unit))
        {
            MetricFamily family = new((FamilyType)type, Encoding.UTF8.GetString(unit), MetadataText.Help(help));
            resolver.Families.Declare(Encoding.UTF8.GetString(name), family, batch.Source);
        }
    }
}
