namespace Nightjar.Core.Telemetry.Logs;

/// <summary>What a message says of itself: the level it begins with, the status of a request, where it really begins.</summary>
internal static class LogBody
{
    private const int LongestLevel = 12;

    /// <summary>Refines body and severity of a line whose header is read. // hot</summary>
    public static void Refine(LogTimeAssumption assumption, scoped ref LogLine line)
    {
        if (line.Body.IsEmpty)
        {
            // .NET's console and java.util.logging write the message below its header.
            TakeFromBelow(ref line);
        }
        else if (line.Body[0] == '[')
        {
            SkipUptime(assumption, ref line);
        }
        else if (line.Body[0] == '"')
        {
            ReadRequest(ref line);
        }

        if (line.Severity == LogSeverity.Unknown)
        {
            int colon = line.Body[..Math.Min(line.Body.Length, LongestLevel)].IndexOf((byte)':');
            if (colon > 1 && LogSeverity.TryParse(line.Body[..colon], out byte severity))
            {
                line.Severity = severity;
            }
        }
    }

    private static void TakeFromBelow(scoped ref LogLine line)
    {
        int end = line.Continuation.IndexOf((byte)'\n');
        line.Body = (end < 0 ? line.Continuation : line.Continuation[..end]).Trim(" \t\r"u8);
        line.Continuation = end < 0 ? default : line.Continuation[(end + 1)..];
    }

    private static void SkipUptime(LogTimeAssumption assumption, scoped ref LogLine line)
    {
        LogLine unused = default;
        HeaderReader reader = new(line.Body, 0, assumption);
        if (reader.TryRead(HeaderPart.Uptime, ref unused))
        {
            line.Body = line.Body[reader.At..];
        }
    }

    /// <summary>
    /// The common and the combined log format: <c>"GET / HTTP/1.1" 200 612 "referrer" "agent"</c>. What was asked, status and size are the message; who asked
    /// and with what would make as many patterns as there are browsers.
    /// </summary>
    private static void ReadRequest(scoped ref LogLine line)
    {
        ReadOnlySpan<byte> body = line.Body;
        int quote = 1;
        while (quote < body.Length && body[quote] != '"')
        {
            quote += body[quote] == '\\' ? 2 : 1;
        }

        int status = quote + 2;
        if (status + 3 > body.Length || body[quote + 1] != ' ' || body.Slice(status, 3).ContainsAnyExceptInRange((byte)'0', (byte)'9') || (status + 3 < body.Length && body[status + 3] != ' '))
        {
            return;
        }

        line.Host = default;
        line.Logger = default;
        if (body[status] == '5' && line.Severity == LogSeverity.Unknown)
        {
            line.Severity = LogSeverity.Error;
        }

        int agent = body[status..].IndexOf(" \""u8);
        line.Body = agent < 0 ? body : body[..(status + agent)];
    }
}
