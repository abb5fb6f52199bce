using System.Text;

namespace Nightjar.Core.Telemetry.Logs;

/// <summary>A buffer for a text whose escapes are undone: it grows to the longest and is then used again and again.</summary>
internal sealed class LogTextBuffer
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>A JSON or logfmt string without its escapes; the same bytes where it has none.</summary>
    public ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text)
    {
        int escape = text.IndexOf((byte)'\\');
        if (escape < 0)
        {
            return text;
        }

        Clear(text.Length);
        while (escape >= 0 && escape + 1 < text.Length)
        {
            Append(text[..escape]);
            int used = 2;
            switch (text[escape + 1])
            {
                case (byte)'n':
                    Append((byte)'\n');
                    break;
                case (byte)'t':
                    Append((byte)'\t');
                    break;
                case (byte)'r' or (byte)'b' or (byte)'f':
                    Append((byte)' ');
                    break;
                case (byte)'u' when TryHex(text[(escape + 2)..], out int unit):
                    used = 6;
                    if (char.IsHighSurrogate((char)unit) && text[(escape + 6)..].StartsWith("\\u"u8) && TryHex(text[(escape + 8)..], out int low) && char.IsLowSurrogate((char)low))
                    {
                        unit = char.ConvertToUtf32((char)unit, (char)low);
                        used = 12;
                    }

                    Append(Rune.IsValid(unit) ? new Rune(unit) : Rune.ReplacementChar);
                    break;
                default:
                    Append(text[escape + 1]);
                    break;
            }

            text = text[(escape + used)..];
            escape = text.IndexOf((byte)'\\');
        }

        Append(text);
        return _bytes.AsSpan(0, _length);
    }

    /// <summary>A text without the sequences that colour it on a terminal (ECMA-48, CSI … m); the same bytes where it has none.</summary>
    public ReadOnlySpan<byte> WithoutColours(ReadOnlySpan<byte> text)
    {
        int escape = text.IndexOf((byte)0x1b);
        if (escape < 0)
        {
            return text;
        }

        Clear(text.Length);
        while (escape >= 0)
        {
            Append(text[..escape]);
            int end = escape + 1;
            if (end < text.Length && text[end] == '[')
            {
                for (end++; end < text.Length && text[end] is (>= (byte)'0' and <= (byte)'9') or (byte)';'; end++)
                {
                }

                end += end < text.Length ? 1 : 0;
            }

            text = text[end..];
            escape = text.IndexOf((byte)0x1b);
        }

        Append(text);
        return _bytes.AsSpan(0, _length);
    }

    // What is undone is never longer than what was escaped.
    private void Clear(int most)
    {
        _length = 0;
        if (_bytes.Length < most)
        {
            _bytes = new byte[most];
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    private void Append(byte letter) => _bytes[_length++] = letter;

    private void Append(Rune rune) => _length += rune.EncodeToUtf8(_bytes.AsSpan(_length));

    private static bool TryHex(ReadOnlySpan<byte> text, out int unit)
    {
        unit = 0;
        for (int i = 0; i < 4; i++)
        {
            if (i >= text.Length || !char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }

            unit = (unit << 4) | (char.IsAsciiDigit((char)text[i]) ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10);
        }

        return true;
    }
}
