using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Results;

/// <summary>
/// Results as a message of remote write 1.0 (prometheus.WriteRequest): <c>timeseries = 1 { labels = 1 { name = 1, value = 2 },
/// samples = 2 { value = 1, timestamp = 2 } }</c>, labels in order and each series once, as the specification demands.
/// </summary>
internal static class WriteRequest
{
    private const byte TimeSeriesField = (1 << 3) | 2;
    private const byte LabelField = (1 << 3) | 2;
    private const byte SampleField = (2 << 3) | 2;
    private const byte NameField = (1 << 3) | 2;
    private const byte LabelValueField = (2 << 3) | 2;
    private const byte ValueField = (1 << 3) | 1;
    private const byte TimestampField = 2 << 3;

    private static readonly ResultKind[] Kinds = [ResultKind.Expected, ResultKind.Lower, ResultKind.Upper, ResultKind.Score];

    /// <summary>The message, not compressed. Of each series the results come in ascending time.</summary>
    public static ReadOnlySpan<byte> Of(IEnumerable<SeriesResult> results)
    {
        ArrayBufferWriter<byte> message = new();
        ArrayBufferWriter<byte> series = new();
        foreach (IGrouping<SeriesId, SeriesResult> one in results.GroupBy(result => result.Series.Id))
        {
            Labels scored = one.First().Series;
            foreach (ResultKind kind in Kinds)
            {
                series.ResetWrittenCount();
                WriteLabels(series, scored.WithName(new ResultMetric(scored.Name, kind).Name));
                foreach (SeriesResult result in one)
                {
                    WriteSample(series, result.TimeNs / Clock.NsPerMs, Value(result, kind));
                }

                WriteBytes(message, TimeSeriesField, series.WrittenSpan);
            }
        }

        return message.WrittenSpan;
    }

    private static double Value(in SeriesResult result, ResultKind kind) => kind switch
    {
        ResultKind.Expected => result.Expected,
        ResultKind.Lower => result.Lower,
        ResultKind.Upper => result.Upper,
        _ => result.Score,
    };

    private static void WriteLabels(ArrayBufferWriter<byte> series, Labels labels)
    {
        foreach (Label label in labels)
        {
            byte[] name = Encoding.UTF8.GetBytes(label.Name);
            byte[] value = Encoding.UTF8.GetBytes(label.Value);
            WriteHeader(series, LabelField, SizeOf(name.Length) + SizeOf(value.Length));
            WriteBytes(series, NameField, name);
            WriteBytes(series, LabelValueField, value);
        }
    }

    private static void WriteSample(ArrayBufferWriter<byte> series, long timeMs, double value)
    {
        WriteHeader(series, SampleField, 1 + sizeof(double) + 1 + VarintSize((ulong)timeMs));
        Span<byte> field = series.GetSpan(1 + sizeof(double));
        field[0] = ValueField;
        BinaryPrimitives.WriteDoubleLittleEndian(field[1..], value);
        series.Advance(1 + sizeof(double));
        WriteHeader(series, TimestampField, (ulong)timeMs);
    }

    /// <summary>Field number, length and the bytes.</summary>
    private static void WriteBytes(ArrayBufferWriter<byte> target, byte field, ReadOnlySpan<byte> bytes)
    {
        WriteHeader(target, field, (ulong)bytes.Length);
        target.Write(bytes);
    }

    private static void WriteHeader(ArrayBufferWriter<byte> target, byte field, int number) => WriteHeader(target, field, (ulong)number);

    private static void WriteHeader(ArrayBufferWriter<byte> target, byte field, ulong number)
    {
        Span<byte> room = target.GetSpan(11);
        room[0] = field;
        int size = 1;
        for (; number >= 0x80; number >>= 7)
        {
            room[size++] = (byte)(number | 0x80);
        }

        room[size++] = (byte)number;
        target.Advance(size);
    }

    private static int SizeOf(int bytes) => 1 + VarintSize((ulong)bytes) + bytes;

    private static int VarintSize(ulong number) => Math.Max(1, (64 - System.Numerics.BitOperations.LeadingZeroCount(number) + 6) / 7);
}
