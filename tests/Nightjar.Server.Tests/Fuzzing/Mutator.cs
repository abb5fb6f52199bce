namespace Nightjar.Server.Tests.Fuzzing;

/// <summary>Makes broken messages from valid ones: the mutations that find faults in parsers of lengths, tags, quotes and numbers.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> corpus)
{
    private const int MostMutations = 6;
    private const int LongestInput = 1 << 16;

    // Ends of ranges, the tags and lengths of protobuf, and what has a meaning in text formats.
    private static readonly byte[] Telling =
        [0x00, 0x01, 0x7f, 0x80, 0xff, 0xfe, 0x08, 0x09, 0x0a, 0x0d, 0x12, 0x1a, 0x22, .. "\"\\{}[],=# \t\n+-.eE0NI_"u8];

    /// <summary>The next input; never longer than 64 KiB or twice the longest message, whichever is more.</summary>
    public byte[] Next()
    {
        List<byte> input = [.. corpus[random.Next(corpus.Count)]];
        for (int left = random.Next(1, MostMutations + 1); left > 0; left--)
        {
            Mutate(input);
        }

        return [.. input];
    }

    private void Mutate(List<byte> input)
    {
        int at = random.Next(input.Count + 1);
        int length = Math.Min(random.Next(1, 9), input.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = Telling[random.Next(Telling.Length)];
                break;
            case 2 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 3:
                input.Insert(at, Telling[random.Next(Telling.Length)]);
                break;
            case 4:
                input.RemoveRange(at, length);
                break;
            case 5:
                input.RemoveRange(at, input.Count - at);
                break;
            case 6 when input.Count < LongestInput:
                input.InsertRange(at, input.GetRange(at, Math.Min(random.Next(1, 200), input.Count - at)));
                break;
            case 7:
                Splice(input, at);
                break;
            default:
                input.InsertRange(at, BigVarint());
                break;
        }
    }

    /// <summary>The head of one message with the tail of another.</summary>
    private void Splice(List<byte> input, int at)
    {
        byte[] other = corpus[random.Next(corpus.Count)];
        input.RemoveRange(at, input.Count - at);
        input.AddRange(other.AsSpan(random.Next(other.Length + 1)));
    }

    private byte[] BigVarint()
    {
        byte[] bytes = new byte[random.Next(2, 12)];
        Array.Fill(bytes, (byte)0xff);
        bytes[^1] = (byte)random.Next(128);
        return bytes;
    }
}
