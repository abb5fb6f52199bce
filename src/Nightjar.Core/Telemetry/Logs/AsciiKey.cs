namespace Nightjar.Core.Telemetry.Logs;

/// <summary>A short word as a number that is the same in upper and lower case, to look it up without a string.</summary>
internal static class AsciiKey
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>FNV-1a in 64 bits (Fowler, Noll, Vo) over the letters in lower case.</summary>
    public static ulong Of(ReadOnlySpan<byte> word)
    {
        ulong hash = Offset;
        foreach (byte letter in word)
        {
            hash = (hash ^ (letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter)) * Prime;
        }

        return hash;
    }
}
