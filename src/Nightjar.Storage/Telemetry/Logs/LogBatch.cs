using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>
/// Log records on their way from one request or file to the store: rows, and their texts in one buffer. Pooled memory: dispose it. Texts are UTF-8; what
/// is not is mended, byte by byte, with U+FFFD. Not thread-safe.
/// </summary>
public sealed class LogBatch : IDisposable
{
    /// <summary>Bytes of a message that are kept; the rest is cut off.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    private const int FirstRows = 256;
    private const int FirstBytes = 32 * 1024;

    private LogRow[] _rows = ArrayPool<LogRow>.Shared.Rent(FirstRows);
    private byte[] _text = ArrayPool<byte>.Shared.Rent(FirstBytes);

    /// <summary>Records held.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their texts.</summary>
    public int TextBytes { get; private set; }

    /// <summary>Messages that were cut.</summary>
    public int Cut { get; private set; }

    /// <summary>The records, in the order they were added.</summary>
    public ReadOnlySpan<LogRow> Rows => _rows.AsSpan(0, Count);

    /// <summary>Adds a record. // hot</summary>
    /// <param name="row">All but its texts.</param>
    /// <param name="message">What it says; further lines after a line feed.</param>
    /// <param name="below">The lines below the message: a stack trace. Kept as part of it.</param>
    /// <param name="head">The text before the message that is in no other column; empty where the line was structured.</param>
    /// <param name="attributes">A JSON object, or empty.</param>
    public void Add(in LogRow row, ReadOnlySpan<byte> message, ReadOnlySpan<byte> below, ReadOnlySpan<byte> head, ReadOnlySpan<byte> attributes)
    {
        if (Count == _rows.Length)
        {
            Grow(ref _rows, Count, Count * 2);
        }

        int at = TextBytes;
        int messageBytes = Append(message[..Math.Min(message.Length, MaxMessageBytes)]);
        bool isCut = message.Length > MaxMessageBytes;
        if (!below.IsEmpty)
        {
            int room = Math.Max(0, MaxMessageBytes - messageBytes - 1);
            isCut |= below.Length > room;
            messageBytes += Append("\n"u8) + Append(below[..Math.Min(below.Length, room)]);
        }

        Cut += isCut ? 1 : 0;
        int headBytes = Append(head[..Math.Min(head.Length, MaxMessageBytes)]);
        int attributesBytes = attributes.Length > MaxMessageBytes ? 0 : Append(attributes); // half an object is none
        _rows[Count++] = row with { TextAt = at, MessageBytes = messageBytes, HeadBytes = headBytes, AttributesBytes = attributesBytes };
    }

    /// <summary>The whole message of a record. // hot</summary>
    public ReadOnlySpan<byte> Message(int index) => _text.AsSpan(_rows[index].TextAt, _rows[index].MessageBytes);

    /// <summary>The first line of a record's message: what is mined. // hot</summary>
    public ReadOnlySpan<byte> FirstLine(int index) => FirstLineOf(Message(index));

    /// <summary>What of a message is mined.</summary>
    public static ReadOnlySpan<byte> FirstLineOf(ReadOnlySpan<byte> message)
    {
        int end = message.IndexOf((byte)'\n');
        return end < 0 ? message : message[..end];
    }

    /// <summary>The text before the message.</summary>
    public ReadOnlySpan<byte> Head(int index) => _text.AsSpan(_rows[index].TextAt + _rows[index].MessageBytes, _rows[index].HeadBytes);

    /// <summary>The attributes as a JSON object, or empty.</summary>
    public ReadOnlySpan<byte> Attributes(int index) =>
        _text.AsSpan(_rows[index].TextAt + _rows[index].MessageBytes + _rows[index].HeadBytes, _rows[index].AttributesBytes);

    /// <summary>Notes what was mined. // hot</summary>
    public void SetSignature(int index, int signature) => _rows[index] = _rows[index] with { Signature = signature };

    /// <summary>Leaves out records that are too old, and gives those whose clock is ahead the time they came.</summary>
    /// <param name="oldestNs">Older ones are left out.</param>
    /// <param name="newestNs">Later ones bear <paramref name="nowNs"/> from then on.</param>
    /// <param name="nowNs">When they came.</param>
    /// <returns>How many were left out.</returns>
    public int Admit(long oldestNs, long newestNs, long nowNs)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_rows[i].TimeNs >= oldestNs)
            {
                _rows[kept++] = _rows[i].TimeNs > newestNs ? _rows[i] with { TimeNs = nowNs } : _rows[i];
            }
        }

        int left = Count - kept;
        Count = kept;
        return left;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<LogRow>.Shared.Return(_rows, clearArray: true);
        ArrayPool<byte>.Shared.Return(_text);
        (_rows, _text, Count, TextBytes) = ([], [], 0, 0);
    }

    private static void Grow<T>(ref T[] rented, int used, int wanted)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(wanted);
        rented.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(rented, clearArray: true);
        rented = larger;
    }

    private int Append(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        }

        if (TextBytes + text.Length > _text.Length)
        {
            Grow(ref _text, TextBytes, Math.Max(TextBytes + text.Length, _text.Length * 2));
        }

        text.CopyTo(_text.AsSpan(TextBytes));
        TextBytes += text.Length;
        return text.Length;
    }
}
