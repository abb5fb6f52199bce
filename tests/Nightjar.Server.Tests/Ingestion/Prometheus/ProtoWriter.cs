using System.Buffers.Binary;
using System.Text;

namespace Nightjar.Server.Tests.Ingestion.Prometheus;

/// <summary>Writes protobuf by field number: a sender that shares no code with the reader.</summary>
internal sealed class ProtoWriter
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public ProtoWriter Varint(int field, ulong value)
    {
        Raw(((ulong)field << 3) | 0);
        return Raw(value);
    }

    public ProtoWriter Signed(int field, long value) => Varint(field, Zigzag(value));

    public ProtoWriter Double(int field, double value)
    {
        Raw(((ulong)field << 3) | 1);
        return RawDouble(value);
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.ToArray());

    public ProtoWriter Bytes(int field, byte[] value)
    {
        Raw(((ulong)field << 3) | 2);
        Raw((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public ProtoWriter Packed(int field, params IEnumerable<ulong> values)
    {
        ProtoWriter packed = new();
        foreach (ulong value in values)
        {
            packed.Raw(value);
        }

        return Message(field, packed);
    }

    public ProtoWriter PackedSigned(int field, params IEnumerable<long> values) => Packed(field, values.Select(Zigzag));

    public ProtoWriter PackedDouble(int field, params IEnumerable<double> values)
    {
        ProtoWriter packed = new();
        foreach (double value in values)
        {
            packed.RawDouble(value);
        }

        return Message(field, packed);
    }

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private ProtoWriter Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
        return this;
    }

    private ProtoWriter RawDouble(double value)
    {
        Span<byte> eight = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
        _bytes.AddRange(eight);
        return this;
    }
}
