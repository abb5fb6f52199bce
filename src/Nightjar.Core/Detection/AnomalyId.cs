using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>Identifiers that a replay makes again: hashes of what the record is, not of when it was made.</summary>
public static class AnomalyId
{
    /// <summary>XXH3-64 of series id, kind and start, as 16 hexadecimal digits.</summary>
    public static string Of(SeriesId series, AnomalyKind kind, long startNs)
    {
        Span<byte> bytes = stackalloc byte[20];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, series.Value);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], (int)kind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[12..], startNs);
        return Hex(XxHash3.HashToUInt64(bytes));
    }

    /// <summary>The same for a record about an entity that starts at a time.</summary>
    public static string Of(EntityId entity, long startNs)
    {
        byte[] name = Encoding.UTF8.GetBytes(entity.Value);
        byte[] bytes = new byte[name.Length + 8];
        name.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(name.Length), startNs);
        return Hex(XxHash3.HashToUInt64(bytes));
    }

    private static string Hex(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
}
