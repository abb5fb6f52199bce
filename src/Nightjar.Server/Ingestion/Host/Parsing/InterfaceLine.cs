namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>A line of <c>/proc/net/dev</c>: counts since the interface appeared.</summary>
internal readonly record struct InterfaceLine(
    ulong ReceivedBytes, ulong ReceivedPackets, ulong ReceiveErrors, ulong ReceiveDrops,
    ulong SentBytes, ulong SentPackets, ulong SendErrors, ulong SendDrops)
{
    /// <summary>Reads a line; false for the two heading lines. Old kernels put no blank after the colon.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out InterfaceLine counts)
    {
        counts = default;
        name = default;

        // An alias (eth0:1) holds a colon itself; the figures hold none.
        int colon = line.LastIndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        name = line[..colon].Trim((byte)' ');
        FieldReader fields = new(line[(colon + 1)..]);
        bool complete = fields.TryNext(out ulong receivedBytes) & fields.TryNext(out ulong receivedPackets)
            & fields.TryNext(out ulong receiveErrors) & fields.TryNext(out ulong receiveDrops) & fields.TrySkip(4)
            & fields.TryNext(out ulong sentBytes) & fields.TryNext(out ulong sentPackets)
            & fields.TryNext(out ulong sendErrors) & fields.TryNext(out ulong sendDrops);
        counts = new InterfaceLine(receivedBytes, receivedPackets, receiveErrors, receiveDrops, sentBytes, sentPackets, sendErrors, sendDrops);
        return complete && !name.IsEmpty;
    }
}
