namespace Nightjar.Server.Tests.Ingestion.Prometheus;

/// <summary>Parts of remote write messages, by the field numbers of the published definitions.</summary>
internal static class WriteMessages
{
    public static ProtoWriter Label(string name, string value) => new ProtoWriter().Text(1, name).Text(2, value);

    public static ProtoWriter Sample(double value, long timestampMs) => new ProtoWriter().Double(1, value).Varint(2, (ulong)timestampMs);

    /// <summary>A series of version 1.0.</summary>
    public static ProtoWriter Series(IEnumerable<(string Name, string Value)> labels, params IEnumerable<(double Value, long TimestampMs)> samples)
    {
        ProtoWriter series = new();
        foreach ((string name, string value) in labels)
        {
            series.Message(1, Label(name, value));
        }

        foreach ((double value, long timestampMs) in samples)
        {
            series.Message(2, Sample(value, timestampMs));
        }

        return series;
    }

    public static ProtoWriter Series(string name, params IEnumerable<(double Value, long TimestampMs)> samples) => Series([("__name__", name)], samples);

    /// <summary>A request of version 1.0.</summary>
    public static byte[] Request(params IEnumerable<ProtoWriter> series)
    {
        ProtoWriter request = new();
        foreach (ProtoWriter one in series)
        {
            request.Message(1, one);
        }

        return request.ToArray();
    }

    public static ProtoWriter Metadata(int type, string family, string help = "", string unit = "") =>
        new ProtoWriter().Varint(1, (ulong)type).Text(2, family).Text(4, help).Text(5, unit);

    /// <summary>A native histogram of integers: count 21, sum 18.4, positive buckets 1..4 and 6 of schema 3 with 1, 2, 4, 5, 7, and two zeros.</summary>
    public static ProtoWriter Histogram(long timestampMs, int schema = 3) => new ProtoWriter()
        .Varint(1, 21).Double(3, 18.4).Signed(4, schema).Double(5, 0.001).Varint(6, 2)
        .Message(11, Span(1, 4)).Message(11, Span(1, 1))
        .PackedSigned(12, 1, 1, 2, 1, 2)
        .Varint(15, (ulong)timestampMs);

    public static ProtoWriter Span(long offset, uint length) => new ProtoWriter().Signed(1, offset).Varint(2, length);
}
