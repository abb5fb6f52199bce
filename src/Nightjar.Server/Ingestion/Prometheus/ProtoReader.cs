using System.Buffers.Binary;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// Walks the fields of one protobuf message where it lies. A field is read whole, so a caller passes over unknown ones by doing
/// nothing. After the last field, or at the first byte that is not protobuf, <see cref="Next"/> is false; <see cref="Broken"/> tells which.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;
    private int _start;
    private int _length;

    /// <summary>The field just read: its number and wire type as they stand on the wire.</summary>
    public uint Tag { get; private set; }

    /// <summary>The value of a varint or fixed field.</summary>
    public ulong Number { get; private set; }

    /// <summary>True when the message does not hold what its tags and lengths promise.</summary>
    public bool Broken { get; private set; }

    /// <summary>Where the field just read begins, its tag included.</summary>
    public int FieldStart { get; private set; }

    /// <summary>Where the field just read ends.</summary>
    public readonly int FieldEnd => _at;

    /// <summary>The bytes of a length-delimited field.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _message.Slice(_start, _length);

    /// <summary>Where those bytes begin in the message.</summary>
    public readonly int BytesStart => _start;

    /// <summary>A fixed field as a double.</summary>
    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);

    /// <summary>A zigzag-coded varint.</summary>
    public readonly long Signed => (long)(Number >> 1) ^ -(long)(Number & 1);

    /// <summary>Reads the next field.</summary>
    public bool Next() // hot
    {
        if (_at >= _message.Length)
        {
            return false;
        }

        FieldStart = _at;
        if (!TryReadVarint(out ulong tag) || tag is < 8 or > uint.MaxValue)
        {
            return Break();
        }

        Tag = (uint)tag;
        return (Tag & 7) switch
        {
            Varint => ReadNumber(),
            Fixed64 => ReadFixed64(),
            LengthDelimited => ReadBytes(),
            Fixed32 => ReadFixed32(),
            _ => Break(), // groups are extinct
        };
    }

    /// <summary>Reads a bare varint: an element of a packed field.</summary>
    public bool NextPacked() // hot
    {
        if (_at >= _message.Length)
        {
            return false;
        }

        return ReadNumber();
    }

    /// <summary>Reads a bare double: an element of a packed field.</summary>
    public bool NextPackedDouble() => _at < _message.Length && ReadFixed64();

    private bool ReadNumber()
    {
        if (!TryReadVarint(out ulong value))
        {
            return Break();
        }

        Number = value;
        return true;
    }

    private bool ReadFixed64()
    {
        if (_message.Length - _at < sizeof(ulong))
        {
            return Break();
        }

        Number = BinaryPrimitives.ReadUInt64LittleEndian(_message[_at..]);
        _at += sizeof(ulong);
        return true;
    }

    private bool ReadFixed32()
    {
        if (_message.Length - _at < sizeof(uint))
        {
            return Break();
        }

        Number = BinaryPrimitives.ReadUInt32LittleEndian(_message[_at..]);
        _at += sizeof(uint);
        return true;
    }

    private bool ReadBytes()
    {
        if (!TryReadVarint(out ulong length) || length > (ulong)(_message.Length - _at))
        {
            return Break();
        }

        _start = _at;
        _length = (int)length;
        _at += _length;
        return true;
    }

    private bool TryReadVarint(out ulong value)
    {
        // Nearly all tags and lengths are one byte.
        if (_at < _message.Length && _message[_at] < 0x80)
        {
            value = _message[_at++];
            return true;
        }

        value = 0;
        for (int shift = 0; shift < 64 && _at < _message.Length; shift += 7)
        {
            byte next = _message[_at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private bool Break()
    {
        Broken = true;
        _at = _message.Length;
        return false;
    }
}
