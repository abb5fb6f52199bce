namespace Nightjar.Server.Ingestion.History;

/// <summary>Cuts one line of CSV (RFC 4180, one record a line) into fields, without a copy: quotes are resolved in place.</summary>
internal sealed class CsvFields(byte separator)
{
    private (int From, int Length)[] _fields = new (int, int)[16];

    /// <summary>Fields of the line cut last.</summary>
    public int Count { get; private set; }

    /// <summary>Cuts a line; false when a quote is left open. O(bytes).</summary>
    public bool TryCut(Span<byte> line) // hot
    {
        Count = 0;
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (!TryQuoted(line, ref at))
                {
                    return false;
                }
            }
            else
            {
                int length = line[at..].IndexOf(separator);
                length = length < 0 ? line.Length - at : length;
                Span<byte> field = line.Slice(at, length);
                int blanks = length - field.TrimStart((byte)' ').Length;
                Add(at + blanks, field.Trim((byte)' ').Length);
                at += length;
            }

            if (at >= line.Length)
            {
                return true;
            }

            at++; // the separator
        }
    }

    /// <summary>One field of the line that was cut.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line, int field) => line.Slice(_fields[field].From, _fields[field].Length);

    private bool TryQuoted(Span<byte> line, ref int at)
    {
        int from = ++at;
        int to = from;
        for (; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                if (at + 1 == line.Length || line[at + 1] != '"')
                {
                    at++;
                    Add(from, to - from);
                    return at == line.Length || line[at] == separator;
                }

                at++;
            }

            line[to++] = line[at];
        }

        return false;
    }

    private void Add(int from, int length)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, _fields.Length * 2);
        }

        _fields[Count++] = (from, length);
    }
}
