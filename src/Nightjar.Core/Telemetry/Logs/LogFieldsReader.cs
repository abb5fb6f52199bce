namespace Nightjar.Core.Telemetry.Logs;

/// <summary>Reads a message that is JSON or logfmt itself: its own message becomes the body, what it says of time, level and source the header.</summary>
internal static class LogFieldsReader
{
    // Of pino and bunyan: trace, debug, info, warn, error and fatal in tens.
    private const int LeastOfTens = 10;

    /// <summary>Looks at the body of a line and, where it has such fields, sets them. // hot</summary>
    public static void Read(LogTimeAssumption assumption, LogTextBuffer unescaped, scoped ref LogLine line)
    {
        ReadOnlySpan<byte> text = line.Body;
        bool isJson = text is [(byte)'{', ..];
        if (!isJson && !LooksLikeLogfmt(text))
        {
            return;
        }

        LogLine read = line;
        ReadOnlySpan<byte> message = default;
        bool hasMessage = false;
        int known = 0;
        LogPairs pairs = new(text, isJson);
        while (pairs.TryNext(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isQuoted))
        {
            LogField field = LogFields.Of(key);
            if (field == LogField.Message && !hasMessage && (isQuoted || !isJson))
            {
                message = value;
                hasMessage = true;
                known++;
            }
            else if (Set(field, value, assumption, ref read))
            {
                known++;
            }
        }

        // Text that merely has equals signs in it, or breaks off, says nothing for sure.
        if (!pairs.IsComplete || known == 0)
        {
            return;
        }

        line = read;
        line.HasHeader = true;
        line.Attributes = new LogAttributes(text, isJson);
        line.IsStructured = true;
        if (hasMessage)
        {
            ReadOnlySpan<byte> body = unescaped.Unescape(message);
            int end = body.IndexOf((byte)'\n');
            line.Body = end < 0 ? body : body[..end];
            line.Continuation = end < 0 ? line.Continuation : body[(end + 1)..];
        }
    }

    /// <summary>Whether a text begins with a key and an equals sign.</summary>
    public static bool LooksLikeLogfmt(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length && i < 32; i++)
        {
            byte letter = text[i];
            if (letter == '=')
            {
                return i > 0;
            }

            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'_' or (byte)'.' or (byte)'-' or (byte)'@'))
            {
                return false;
            }
        }

        return false;
    }

    private static bool Set(LogField field, ReadOnlySpan<byte> value, LogTimeAssumption assumption, scoped ref LogLine line)
    {
        switch (field)
        {
            case LogField.Time:
                return TrySetTime(value, assumption, ref line);
            case LogField.Level:
                return TrySetLevel(value, ref line);
            case LogField.Host:
                line.Host = value;
                return false;
            case LogField.Process:
                line.Process = value;
                return false;
            case LogField.ProcessId:
                line.ProcessId = value;
                return false;
            case LogField.Thread:
                line.Thread = value;
                return false;
            case LogField.Logger:
                line.Logger = value;
                return false;
            case LogField.Trace:
                line.Continuation = value;
                return false;
            default:
                return false;
        }
    }

    private static bool TrySetTime(ReadOnlySpan<byte> value, LogTimeAssumption assumption, scoped ref LogLine line)
    {
        if (value is [(byte)'{', ..])
        {
            // {"$date":"..."}
            LogPairs nested = new(value, isJson: true);
            if (!nested.TryNext(out _, out value, out _))
            {
                return false;
            }
        }

        if (!LogStampReader.TryRead(value, assumption, out LogStamp stamp))
        {
            return false;
        }

        line.TimeNs = stamp.TimeNs;
        return true;
    }

    private static bool TrySetLevel(ReadOnlySpan<byte> value, scoped ref LogLine line)
    {
        byte severity;
        if (value.Length is 1 or 2 && System.Buffers.Text.Utf8Parser.TryParse(value, out int number, out int used) && used == value.Length)
        {
            severity = number >= LeastOfTens
                ? (byte)((Math.Clamp(number / LeastOfTens, 1, 6) * 4) - 3)
                : LogSeverity.OfSyslog(Math.Clamp(number, 0, 7));
        }
        else if (!LogSeverity.TryParse(value, out severity))
        {
            return false;
        }

        line.Level = value;
        line.Severity = severity;
        return true;
    }
}
