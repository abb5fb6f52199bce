using Snappier;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Snappy's block format, as remote write uses it, for bytes that nobody vouches for.</summary>
internal static class SnappyBlock
{
    // A copy element takes two bytes at least and gives 64 at most.
    private const int MostExpansion = 32;
    private const int MostPreambleBytes = 5;

    /// <summary>Decompresses, or counts one refusal and gives null.</summary>
    public static PooledBuffer? Decompress(ReadOnlySpan<byte> compressed, int maxBytes, Refusals refusals)
    {
        // Before memory is taken for it: the claimed length is the sender's word.
        if (!TryReadLength(compressed, out uint length) || length > (ulong)compressed.Length * MostExpansion)
        {
            refusals.Add(RefusalReason.Malformed, 1, static () => "the body is not snappy's block format: compress it so (no framing)");
            return null;
        }

        if (length > maxBytes)
        {
            refusals.Add(RefusalReason.TooLarge, 1, () =>
                $"the body has {length} bytes once decompressed, the limit is {maxBytes}: send smaller requests, or raise ingestion.maxBodyBytes");
            return null;
        }

        PooledBuffer message = new((int)length);
        if (TryDecompress(compressed, message.Room[..(int)length]))
        {
            message.SetLength((int)length);
            return message;
        }

        message.Dispose();
        refusals.Add(RefusalReason.Malformed, 1, static () => "the snappy body is broken: look for what changes the bytes between sender and here");
        return null;
    }

    private static bool TryDecompress(ReadOnlySpan<byte> compressed, Span<byte> room)
    {
        try
        {
            return Snappy.TryDecompress(compressed, room, out int written) && written == room.Length;
        }
        catch (InvalidDataException)
        {
            return false; // how the library answers broken bytes; its Try is only about the room
        }
    }

    /// <summary>The length the sender claims; false for what is no block.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> compressed, out uint length)
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(compressed.Length, MostPreambleBytes); i++)
        {
            value |= (ulong)(compressed[i] & 0x7f) << (7 * i);
            if (compressed[i] < 0x80)
            {
                length = (uint)value;
                return value <= uint.MaxValue;
            }
        }

        length = 0;
        return false;
    }
}
