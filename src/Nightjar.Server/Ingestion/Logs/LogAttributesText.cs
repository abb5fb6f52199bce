using System.Buffers;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs;

/// <summary>Writes what a line and its protocol say besides the message as one JSON object. Not thread-safe.</summary>
internal sealed class LogAttributesText
{
    private const int MostBytes = 64 * 1024;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    private readonly ArrayBufferWriter<byte> _text = new(256);

    /// <summary>The object, valid until the next call; empty where there is nothing to say. // hot</summary>
    /// <param name="line">Parsed.</param>
    /// <param name="given">A JSON object of the protocol's, or empty.</param>
    public ReadOnlySpan<byte> Of(in LogLine line, ReadOnlySpan<byte> given)
    {
        _text.ResetWrittenCount();
        Put("pid"u8, line.ProcessId);
        Put("thread"u8, line.Thread);
        Put("logger"u8, line.Logger);
        foreach (LogKeyValue pair in line.Attributes)
        {
            Put(pair.Key, pair.Value, pair.IsJsonText);
        }

        given = given.Trim(" \t\r\n"u8);
        if (given is [(byte)'{', .. ReadOnlySpan<byte> inner, (byte)'}'] && !inner.Trim(" "u8).IsEmpty && _text.WrittenCount + inner.Length < MostBytes)
        {
            _text.Write(_text.WrittenCount == 0 ? "{"u8 : ","u8);
            _text.Write(inner);
        }

        if (_text.WrittenCount > 0)
        {
            _text.Write("}"u8);
        }

        return _text.WrittenSpan;
    }

    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isEscaped">A text of JSON whose escapes stand in it still.</param>
    private void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isEscaped = false)
    {
        if (value.IsEmpty || _text.WrittenCount + key.Length + value.Length > MostBytes)
        {
            return;
        }

        _text.Write(_text.WrittenCount == 0 ? "{\""u8 : ",\""u8);
        Write(key, isEscaped);
        _text.Write("\":\""u8);
        Write(value, isEscaped);
        _text.Write("\""u8);
    }

    private void Write(ReadOnlySpan<byte> text, bool isEscaped)
    {
        while (!isEscaped && text.IndexOfAny(Escaped) is int at and >= 0)
        {
            _text.Write(text[..at]);
            if (text[at] is (byte)'"' or (byte)'\\')
            {
                _text.Write("\\"u8);
                _text.Write(text.Slice(at, 1));
            }
            else
            {
                _text.Write(" "u8);
            }

            text = text[(at + 1)..];
        }

        _text.Write(text);
    }
}
