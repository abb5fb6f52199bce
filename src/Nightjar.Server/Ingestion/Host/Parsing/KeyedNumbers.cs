namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>Finds figures in the kernel's files of names and numbers.</summary>
internal static class KeyedNumbers
{
    /// <summary>The number after a name at the start of a line: <c>pswpin 12</c> (vmstat, stat, cpu.stat).</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out ulong value)
    {
        value = 0;
        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            if (line.Length > key.Length && line.StartsWith(key) && line[key.Length] is (byte)' ' or (byte)'\t')
            {
                FieldReader fields = new(line[key.Length..]);
                return fields.TryNext(out value);
            }
        }

        return false;
    }

    /// <summary>The number in the second of two lines under a column of the first: <c>Tcp: ... RetransSegs</c> (/proc/net/snmp).</summary>
    public static bool TryFindColumn(ReadOnlySpan<byte> text, ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> column, out ulong value)
    {
        value = 0;
        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            if (!line.StartsWith(protocol) || !lines.TryNextLine(out ReadOnlySpan<byte> figures))
            {
                continue;
            }

            FieldReader names = new(line);
            FieldReader numbers = new(figures);
            while (names.TryNext(out ReadOnlySpan<byte> name) && numbers.TryNext(out ReadOnlySpan<byte> number))
            {
                if (name.SequenceEqual(column))
                {
                    return FieldReader.TryParse(number, out value);
                }
            }
        }

        return false;
    }

    /// <summary>The number after a word within the line that begins with a prefix: <c>TCP: inuse 1 ... tw 3</c> (/proc/net/sockstat).</summary>
    public static bool TryFindWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> word, out ulong value)
    {
        value = 0;
        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            if (!line.StartsWith(prefix))
            {
                continue;
            }

            FieldReader fields = new(line[prefix.Length..]);
            while (fields.TryNext(out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual(word))
                {
                    return fields.TryNext(out value);
                }
            }
        }

        return false;
    }
}
