using System.Buffers.Binary;
using System.IO.Hashing;

namespace Nightjar.Storage.Snapshots;

/// <summary>
/// The bytes of a snapshot file, little-endian: magic <c>NJSN</c> (4), format version (4), length of the content (8),
/// XXH3-64 of the content (8), the content. Nothing follows it.
/// </summary>
internal static class SnapshotFormat
{
    /// <summary>Bytes before the content.</summary>
    public const int HeaderBytes = 24;

    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "NJSN"u8;

    /// <summary>Fills the first <see cref="HeaderBytes"/> bytes of a file.</summary>
    public static void WriteHeader(Span<byte> header, ReadOnlySpan<byte> content)
    {
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], content.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], XxHash3.HashToUInt64(content));
    }

    /// <summary>What is wrong with a file, as the end of a sentence; null when nothing is.</summary>
    public static string? Check(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes || !file.StartsWith(Magic))
        {
            return $"is not a snapshot: its first {HeaderBytes} bytes are not a snapshot's header.";
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (version != Version)
        {
            return $"has format version {version}, this version of Nightjar reads {Version}.";
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(file[8..]);
        ReadOnlySpan<byte> content = file[HeaderBytes..];
        if (length != content.Length)
        {
            return $"is damaged: it holds {content.Length} bytes, {length} were written.";
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(file[16..]) == XxHash3.HashToUInt64(content)
            ? null
            : "is damaged: its checksum does not fit its content.";
    }
}
