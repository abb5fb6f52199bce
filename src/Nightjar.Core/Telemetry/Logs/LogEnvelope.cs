namespace Nightjar.Core.Telemetry.Logs;

/// <summary>Takes off what transport and runtimes put around a line: colours, syslog's priority and RFC 5424, containerd's and Docker's envelopes.</summary>
internal static class LogEnvelope
{
    private const int ShortestCri = 25;

    /// <summary>The line within; what the envelope says is set in <paramref name="line"/>. // hot</summary>
    public static ReadOnlySpan<byte> Open(
        ReadOnlySpan<byte> text, LogTimeAssumption assumption, LogTextBuffer colourless, LogTextBuffer inner, scoped ref LogLine line)
    {
        ReadOnlySpan<byte> opened = colourless.WithoutColours(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
        if (opened.Length < 4)
        {
            return opened;
        }

        if (opened[0] == '<' && TryPriority(opened, out int priority, out int length))
        {
            line.Severity = LogSeverity.OfSyslog(priority);
            ReadOnlySpan<byte> message = opened[length..];
            return message.StartsWith("1 "u8) && TryRfc5424(message[2..], assumption, ref line, out ReadOnlySpan<byte> body) ? body : message;
        }

        if (opened[0] is (byte)'1' or (byte)'2' && opened.Length > ShortestCri && opened[4] == '-' && TryCri(opened, assumption, ref line, out ReadOnlySpan<byte> logged))
        {
            return logged;
        }

        if (opened[0] == '{' && TryDocker(opened, assumption, inner, ref line, out ReadOnlySpan<byte> written))
        {
            return written;
        }

        return opened;
    }

    private static bool TryPriority(ReadOnlySpan<byte> text, out int priority, out int length)
    {
        priority = 0;
        length = 1;
        while (length < text.Length && length < 4 && char.IsAsciiDigit((char)text[length]))
        {
            priority = (priority * 10) + (text[length++] - '0');
        }

        return length > 1 && priority <= 191 && length < text.Length && text[length++] == '>';
    }

    /// <summary><c>TIMESTAMP HOST APP PROCID MSGID [structured data] message</c>, <c>-</c> for what is unknown.</summary>
    private static bool TryRfc5424(ReadOnlySpan<byte> text, LogTimeAssumption assumption, scoped ref LogLine line, out ReadOnlySpan<byte> body)
    {
        body = text;
        if (LogStampReader.TryRead(text, assumption, out LogStamp stamp))
        {
            line.TimeNs = stamp.TimeNs;
        }
        else if (!text.StartsWith("- "u8))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text;
        _ = Next(ref rest);
        line.Host = Known(Next(ref rest));
        line.Process = Known(Next(ref rest));
        line.ProcessId = Known(Next(ref rest));
        _ = Next(ref rest);
        while (rest is [(byte)'[', ..])
        {
            // An element ends at the first ] that is not escaped.
            int end = 1;
            while (end < rest.Length && rest[end] != ']')
            {
                end += rest[end] == '\\' ? 2 : 1;
            }

            rest = rest[Math.Min(end + 1, rest.Length)..];
        }

        body = (rest.StartsWith("- "u8) ? rest[2..] : rest).TrimStart((byte)' ');
        body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        return true;
    }

    /// <summary>containerd and CRI-O: <c>2026-01-31T12:00:00.123456789Z stdout F message</c>.</summary>
    private static bool TryCri(ReadOnlySpan<byte> text, LogTimeAssumption assumption, scoped ref LogLine line, out ReadOnlySpan<byte> body)
    {
        body = text;
        int space = text[..Math.Min(text.Length, 48)].IndexOf((byte)' ');
        if (space < 0 || !(text[(space + 1)..].StartsWith("stdout "u8) || text[(space + 1)..].StartsWith("stderr "u8)))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[(space + 8)..];
        if (rest.Length < 2 || rest[0] is not ((byte)'F' or (byte)'P') || rest[1] is not ((byte)' ' or (byte)':') || !LogStampReader.TryRead(text, assumption, out LogStamp stamp))
        {
            return false;
        }

        line.TimeNs = stamp.TimeNs;
        body = rest[(rest.IndexOf((byte)' ') + 1)..];
        return true;
    }

    /// <summary>Docker's json-file: <c>{"log":"message\n","stream":"stdout","time":"..."}</c>.</summary>
    private static bool TryDocker(ReadOnlySpan<byte> text, LogTimeAssumption assumption, LogTextBuffer inner, scoped ref LogLine line, out ReadOnlySpan<byte> body)
    {
        body = text;
        if (!text.StartsWith("{\"log\":\""u8))
        {
            return false;
        }

        ReadOnlySpan<byte> log = default;
        ReadOnlySpan<byte> time = default;
        bool hasStream = false;
        LogPairs pairs = new(text, isJson: true);
        while (pairs.TryNext(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out _))
        {
            log = key.SequenceEqual("log"u8) ? value : log;
            time = key.SequenceEqual("time"u8) ? value : time;
            hasStream |= key.SequenceEqual("stream"u8);
        }

        if (!hasStream || !pairs.IsComplete)
        {
            return false;
        }

        if (LogStampReader.TryRead(time, assumption, out LogStamp stamp))
        {
            line.TimeNs = stamp.TimeNs;
        }

        body = inner.Unescape(log).TrimEnd("\r\n"u8);
        return true;
    }

    private static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return token;
    }

    private static ReadOnlySpan<byte> Known(ReadOnlySpan<byte> token) => token is [(byte)'-'] ? default : token;
}
