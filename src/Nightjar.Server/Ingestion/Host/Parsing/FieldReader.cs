using System.Buffers.Text;

namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>Walks over text of the kernel: lines, and fields parted by blanks or tabs. No allocation, no exception.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The next line without its end; false after the last.</summary>
    public bool TryNextLine(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (_rest.IsEmpty)
        {
            return false;
        }

        int end = _rest.IndexOf((byte)'\n');
        line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return true;
    }

    /// <summary>The next field; false when only blanks are left.</summary>
    public bool TryNext(out ReadOnlySpan<byte> field)
    {
        int start = _rest.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
        {
            _rest = default;
            field = default;
            return false;
        }

        _rest = _rest[start..];
        int end = _rest.IndexOfAny(" \t\r\n"u8);
        field = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[end..];
        return true;
    }

    /// <summary>The next field as a whole number.</summary>
    public bool TryNext(out ulong value)
    {
        value = 0;
        return TryNext(out ReadOnlySpan<byte> field) && TryParse(field, out value);
    }

    /// <summary>The next field as a number.</summary>
    public bool TryNext(out double value)
    {
        value = 0;
        return TryNext(out ReadOnlySpan<byte> field)
            && Utf8Parser.TryParse(field, out value, out int used) && used == field.Length && double.IsFinite(value);
    }

    /// <summary>Passes over some fields; false when there are fewer.</summary>
    public bool TrySkip(int fields)
    {
        for (int i = 0; i < fields; i++)
        {
            if (!TryNext(out ReadOnlySpan<byte> _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A whole number and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, out ulong value) =>
        Utf8Parser.TryParse(field, out value, out int used) && used == field.Length && used > 0;
}
