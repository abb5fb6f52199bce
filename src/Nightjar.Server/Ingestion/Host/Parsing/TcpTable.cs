namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>Counts connections by state in <c>/proc/net/tcp</c> and <c>tcp6</c>.</summary>
internal static class TcpTable
{
    /// <summary>State names by the kernel's number (include/net/tcp_states.h) less one.</summary>
    public static readonly string[] States =
    [
        "established", "syn_sent", "syn_received", "fin_wait_1", "fin_wait_2", "time_wait", "close", "close_wait", "last_ack", "listen", "closing",
    ];

    /// <summary>Adds a table's connections to the counts by state. False when the heading is not that of a table.</summary>
    public static bool TryCount(ReadOnlySpan<byte> text, Span<int> counts)
    {
        FieldReader lines = new(text);
        if (!lines.TryNextLine(out ReadOnlySpan<byte> heading) || heading.IndexOf("local_address"u8) < 0)
        {
            return false;
        }

        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            FieldReader fields = new(line);
            if (fields.TrySkip(3) && fields.TryNext(out ReadOnlySpan<byte> state) && state.Length == 2)
            {
                int number = (Hex(state[0]) << 4) | Hex(state[1]);
                if (number == 12)
                {
                    number = 3; // a request not yet accepted is one more handshake under way
                }

                if (number >= 1 && number <= States.Length)
                {
                    counts[number - 1]++;
                }
            }
        }

        return true;
    }

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => 0x100, // beyond every state
    };
}
