using System.IO.Hashing;
using System.Security.Cryptography;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// The key under which caches know a series by its bytes on the wire: 128 bits of XXH3 under a seed drawn at start. The chance
/// that two of ten million series share a key is 1e-25, and without the seed nobody can look for such a pair, so the bytes themselves need
/// not be kept and compared.
/// </summary>
internal static class LabelHash
{
    private static readonly long Seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    public static UInt128 Of(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes, Seed);
}
