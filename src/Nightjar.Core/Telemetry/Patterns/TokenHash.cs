using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// The hash of a token, and of a row of tokens as a sum over positions, so that one position is swapped for a star without looking at
/// the others. Part of snapshots: a change of it makes all ids new. Not keyed: whoever writes the lines could make two of them collide,
/// and would have two of his own lines counted as one.
/// </summary>
internal static class TokenHash
{
    /// <summary>Stands for a value in a row of tokens.</summary>
    public const ulong Value = 0x9E3779B97F4A7C15;

    /// <summary>Stands for a position that is left open.</summary>
    public const ulong Star = 0xD6E8FEB86659FD93;

    public static ulong Of(ReadOnlySpan<byte> text) // hot
    {
        ulong hash = (ulong)text.Length * 0x9FB21C651E98DF25;
        while (text.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            rest = (rest << 8) | text[i];
        }

        return Mix(hash ^ rest) | 1;
    }

    /// <summary>What an empty row of that length begins with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Row(int length) => (ulong)length * 0xA24BAED4963EE407;

    /// <summary>What a token adds to its row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong At(ulong token, int position) => Mix(token + ((ulong)(position + 1) * 0x9E3779B97F4A7C15));

    public static ulong OfRow(ReadOnlySpan<ulong> tokens)
    {
        ulong hash = Row(tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            hash += At(tokens[i], i);
        }

        return hash;
    }

    /// <summary>The key of a row with the positions of a mask left open.</summary>
    public static ulong Starred(ulong row, ReadOnlySpan<ulong> tokens, ulong mask)
    {
        ulong hash = row;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int position = System.Numerics.BitOperations.TrailingZeroCount(rest);
            hash += At(Star, position) - At(tokens[position], position);
        }

        return hash ^ Mix(mask);
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014) without its last shift.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong x)
    {
        x *= 0xBF58476D1CE4E5B9;
        x ^= x >> 32;
        x *= 0x94D049BB133111EB;
        return x ^ (x >> 29);
    }
}
