namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>
/// Walks the lines of a scraped page where they lie: Prometheus' text format 0.0.4 and OpenMetrics 1.0. It cuts a sample's name and labels
/// out without looking into them, so that a page seen before costs no parsing. A line that is wrong is
/// <see cref="ExpositionEntry.Malformed"/>, and the next one is read all the same.
/// </summary>
internal ref struct ExpositionReader(ReadOnlySpan<byte> text, bool openMetrics)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>What the line just read is.</summary>
    public ExpositionEntry Entry { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>A sample's name and labels as they stand; of the other entries the family's name.</summary>
    public ReadOnlySpan<byte> Series { get; private set; }

    /// <summary>The type, help text or unit.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>The sample's value.</summary>
    public double Value { get; private set; }

    /// <summary>The sample's own time in milliseconds since 1970 UTC, or null.</summary>
    public long? TimestampMs { get; private set; }

    /// <summary>True when the sample has an exemplar.</summary>
    public bool HasExemplar { get; private set; }

    /// <summary>True after <c># EOF</c>, which ends an OpenMetrics page.</summary>
    public bool Ended { get; private set; }

    /// <summary>Reads up to the next entry that is no comment; false at the end.</summary>
    public bool Next() // hot
    {
        while (!_rest.IsEmpty && !Ended)
        {
            int end = _rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            Line++;
            line = line.Trim(" \t\r"u8);
            if (line.IsEmpty)
            {
                continue;
            }

            if (line[0] == (byte)'#')
            {
                if (ReadComment(line))
                {
                    return true;
                }
            }
            else
            {
                Entry = ReadSample(line) ? ExpositionEntry.Sample : ExpositionEntry.Malformed;
                return true;
            }
        }

        return false;
    }

    /// <summary>The bytes of a sample's name and labels at the head of a line; 0 when a brace or quote is not closed.</summary>
    private static int SeriesLength(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOfAny(" \t{"u8);
        if (at < 0)
        {
            return 0;
        }

        int brace = at;
        while (brace < line.Length && line[brace] is (byte)' ' or (byte)'\t')
        {
            brace++;
        }

        if (brace == line.Length || line[brace] != (byte)'{')
        {
            return at;
        }

        int length = BracesLength(line[brace..]);
        return length == 0 ? 0 : brace + length;
    }

    private static int BracesLength(ReadOnlySpan<byte> braces)
    {
        bool quoted = false;
        for (int i = 1; i < braces.Length; i++)
        {
            switch (braces[i])
            {
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'}' when !quoted:
                    return i + 1;
            }
        }

        return 0;
    }

    private bool ReadSample(ReadOnlySpan<byte> line) // hot
    {
        int length = SeriesLength(line);
        Series = line[..length];
        ReadOnlySpan<byte> rest = line[length..].TrimStart(" \t"u8);
        TimestampMs = null;
        HasExemplar = false;
        if (length == 0 || !ExpositionNumber.TryParse(Token(ref rest), out double value))
        {
            return false;
        }

        Value = value;
        if (openMetrics && rest.IndexOf((byte)'#') is >= 0 and int exemplar)
        {
            HasExemplar = true;
            ReadOnlySpan<byte> labels = rest[(exemplar + 1)..].TrimStart(" "u8);
            if (labels.IsEmpty || labels[0] != (byte)'{' || BracesLength(labels) == 0)
            {
                return false;
            }

            rest = rest[..exemplar].TrimEnd(" "u8);
        }

        if (!rest.IsEmpty)
        {
            if (!ExpositionNumber.TryParseTime(rest, openMetrics, out long timestampMs))
            {
                return false;
            }

            TimestampMs = timestampMs;
        }

        return true;
    }

    /// <summary>True for a line that says something of a family; other comments are for people.</summary>
    private bool ReadComment(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line[1..].TrimStart(" \t"u8);
        ReadOnlySpan<byte> word = Token(ref rest);
        if (word.SequenceEqual("EOF"u8) && openMetrics)
        {
            Ended = true;
            return false;
        }

        if (word.SequenceEqual("TYPE"u8))
        {
            Entry = ExpositionEntry.Type;
        }
        else if (word.SequenceEqual("HELP"u8))
        {
            Entry = ExpositionEntry.Help;
        }
        else if (word.SequenceEqual("UNIT"u8) && openMetrics)
        {
            Entry = ExpositionEntry.Unit;
        }
        else
        {
            return false;
        }

        Series = Token(ref rest);
        Text = rest;
        return !Series.IsEmpty;
    }

    private static ReadOnlySpan<byte> Token(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..].TrimStart(" \t"u8);
        return token;
    }
}
