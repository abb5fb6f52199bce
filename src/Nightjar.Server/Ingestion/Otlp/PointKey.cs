using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// Hashes what identifies a point into 128 bits. The cache holds only that: with a million points the chance that two share it is
/// below 1e-26, far less than the chance that two series share their 64-bit id. Not thread-safe.
/// </summary>
internal sealed class PointKey
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    public PointKey Add(UInt128 part)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(_bytes.GetSpan(16), part);
        _bytes.Advance(16);
        return this;
    }

    public PointKey Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), number);
        _bytes.Advance(8);
        return this;
    }

    /// <summary>The length goes before the text, so that two texts never read as two others.</summary>
    public PointKey Add(string text)
    {
        Add(text.Length);
        _bytes.Write(MemoryMarshal.AsBytes(text.AsSpan()));
        return this;
    }

    public PointKey Add(RepeatedField<KeyValue> attributes) // hot
    {
        Add(attributes.Count);
        for (int i = 0; i < attributes.Count; i++)
        {
            KeyValue attribute = attributes[i];
            AnyValue? value = attribute.Value;
            AnyValue.ValueOneofCase kind = value?.ValueCase ?? AnyValue.ValueOneofCase.None;
            Add(attribute.Key).Add((long)kind).Add(kind == AnyValue.ValueOneofCase.StringValue ? value!.StringValue : AttributeText.Of(value)); // not null: it has a kind
        }

        return this;
    }

    /// <summary>The hash of all added; begins anew.</summary>
    public UInt128 Take()
    {
        UInt128 key = XxHash128.HashToUInt128(_bytes.WrittenSpan);
        _bytes.ResetWrittenCount();
        return key;
    }
}
