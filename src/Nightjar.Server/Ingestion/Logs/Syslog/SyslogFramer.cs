namespace Nightjar.Server.Ingestion.Logs.Syslog;

/// <summary>
/// Parts a connection's bytes into messages: each by its own sign, either counted (<c>LENGTH SP MESSAGE</c>) or ended by a line feed (RFC 6587, sections 3.4.1 and 3.4.2). A value: a copy of it
/// can begin again at the same place.
/// </summary>
/// <param name="maxMessageBytes">What is beyond is cut off.</param>
internal struct SyslogFramer(int maxMessageBytes)
{
    // Nine digits are more than any message has; what has more is text.
    private const int MostDigits = 9;

    private int _skippedBytes;
    private bool _skipsLine;

    /// <summary>Messages that were cut.</summary>
    public int Cut { get; private set; }

    /// <summary>Takes the next whole message off the front. False when more bytes are needed; those left are to be given again with them. // hot</summary>
    /// <param name="bytes">What came; what was read is taken off.</param>
    /// <param name="isEnd">Nothing more comes: what is left is a message.</param>
    /// <param name="message">Without its length or line end.</param>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, bool isEnd, out ReadOnlySpan<byte> message)
    {
        Skip(ref bytes);
        if (bytes.IsEmpty)
        {
            message = default;
            return false;
        }

        return TryCount(bytes, out int start, out int length)
            ? TryCounted(ref bytes, start, length, isEnd, out message)
            : TryLine(ref bytes, isEnd, out message);
    }

    /// <summary>The rest of a message that was cut, and what senders put between messages.</summary>
    private void Skip(ref ReadOnlySpan<byte> bytes)
    {
        int skipped = Math.Min(_skippedBytes, bytes.Length);
        bytes = bytes[skipped..];
        _skippedBytes -= skipped;
        if (_skipsLine)
        {
            int end = bytes.IndexOf((byte)'\n');
            _skipsLine = end < 0;
            bytes = end < 0 ? default : bytes[end..];
        }

        if (_skippedBytes == 0)
        {
            bytes = bytes.TrimStart("\r\n\0 "u8);
        }
    }

    private bool TryCounted(ref ReadOnlySpan<byte> bytes, int start, int length, bool isEnd, out ReadOnlySpan<byte> message)
    {
        int kept = Math.Min(length, maxMessageBytes);
        if (bytes.Length - start < kept)
        {
            message = isEnd ? bytes[start..] : default;
            bytes = isEnd ? default : bytes;
            return !message.IsEmpty;
        }

        message = bytes.Slice(start, kept).TrimEnd("\r\n\0"u8);
        bytes = bytes[(start + kept)..];
        _skippedBytes = length - kept;
        Cut += length > kept ? 1 : 0;
        return true;
    }

    private bool TryLine(ref ReadOnlySpan<byte> bytes, bool isEnd, out ReadOnlySpan<byte> message)
    {
        int end = bytes[..Math.Min(bytes.Length, maxMessageBytes)].IndexOf((byte)'\n');
        if (end >= 0)
        {
            message = bytes[..end].TrimEnd("\r\0"u8);
            bytes = bytes[(end + 1)..];
            return true;
        }

        if (bytes.Length < maxMessageBytes && !isEnd)
        {
            message = default;
            return false;
        }

        int kept = Math.Min(bytes.Length, maxMessageBytes);
        message = bytes[..kept];
        bytes = bytes[kept..];
        _skipsLine = kept == maxMessageBytes;
        Cut += _skipsLine ? 1 : 0;
        return true;
    }

    private static bool TryCount(ReadOnlySpan<byte> bytes, out int start, out int length)
    {
        length = 0;
        start = 0;
        while (start < bytes.Length && start <= MostDigits && bytes[start] is >= (byte)'0' and <= (byte)'9')
        {
            length = (length * 10) + (bytes[start++] - '0');
            if (length == 0)
            {
                return false; // a length begins with no zero
            }
        }

        // A line of text may begin with a number; only a message begins with its priority.
        return start is > 0 and <= MostDigits && bytes.Length > start + 1 && bytes[start++] == ' ' && bytes[start] == '<';
    }
}
