using System.Buffers.Binary;
using System.IO.Hashing;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// The state of a miner as bytes, little-endian: version, lines, then what <see cref="SignatureStore"/> holds; behind it a checksum of
/// all. What is noted on positions that may turn out to vary is not in it: it is noted anew from the signatures, so that only what is
/// known of signatures that joined others is lost. About 1 KB a signature.
/// </summary>
internal static class PatternMinerSnapshot
{
    /// <summary>Raised with every change of the tokenizer, of <see cref="TokenHash"/> or of this layout.</summary>
    private const int Version = 3;

    private const int ChecksumBytes = sizeof(ulong);

    public static byte[] Write(long lines, SignatureStore store)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Version);
        writer.Write(lines);
        store.Save(writer);
        writer.Write(XxHash64.HashToUInt64(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <param name="content">As written.</param>
    /// <param name="store">An empty one.</param>
    /// <param name="lines">Lines taken.</param>
    /// <param name="problem">Why it cannot be used.</param>
    public static bool TryRead(ReadOnlySpan<byte> content, SignatureStore store, out long lines, out string? problem)
    {
        lines = 0;
        if (content.Length < ChecksumBytes
            || XxHash64.HashToUInt64(content[..^ChecksumBytes]) != BinaryPrimitives.ReadUInt64LittleEndian(content[^ChecksumBytes..]))
        {
            problem = "its bytes are damaged, so its patterns are learnt anew";
            return false;
        }

        using BinaryReader reader = new(new MemoryStream(content.ToArray(), writable: false));
        if (reader.ReadInt32() != Version)
        {
            problem = "it was written by another version of Nightjar, so its patterns are learnt anew";
            return false;
        }

        lines = reader.ReadInt64();
        store.Restore(reader);
        problem = null;
        return true;
    }
}
