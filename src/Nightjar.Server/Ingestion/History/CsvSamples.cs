using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Samples of a CSV file: separators comma, semicolon or tab, a heading, one record a line.</summary>
internal sealed class CsvSamples : SampleFile
{
    // Which columns hold numbers is read off so many rows.
    private const int RowsLookedAt = 200;
    private const int ShownCharacters = 40;

    private static readonly byte[] Separators = [(byte)',', (byte)';', (byte)'\t'];

    private readonly CsvLines _lines;
    private readonly CsvFields _fields;
    private readonly FileColumns _columns;
    private readonly SeriesDoor _door;
    private readonly int _width;
    private readonly XxHash3 _hash = new();
    private readonly Dictionary<ulong, FileSeries> _series = [];
    private byte[] _lastTime = [];
    private long _lastTimeNs;

    private CsvSamples(CsvLines lines, byte separator, int width, FileColumns columns, SeriesDoor door)
    {
        _lines = lines;
        _fields = new CsvFields(separator);
        _width = width;
        _columns = columns;
        _door = door;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="open">Opens the file; called twice, as its columns are looked at first.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="door">Resolves labels.</param>
    /// <exception cref="HistoryException">It has no heading, or holds no series.</exception>
    public static CsvSamples Open(Func<Stream> open, string name, SeriesDoor door)
    {
        FileColumns? columns;
        byte separator;
        int width;
        using (CsvLines look = new(open()))
        {
            string[] headings = Headings(look, out separator);
            width = headings.Length;
            int[] numbers = Numbers(look, separator, width);
            if (!FileColumns.TryFind($"file {name}", NameOf(name), headings, i => numbers[i] >= 0, out columns, out string? problem))
            {
                throw new HistoryException(problem);
            }
        }

        CsvLines lines = new(open());
        SkipBlank(lines, out _); // the heading
        return new CsvSamples(lines, separator, width, columns, door);
    }

    /// <inheritdoc />
    public override bool Read(SampleBatch batch, int most)
    {
        try
        {
            while (batch.Count < most)
            {
                if (!_lines.TryNext(out Span<byte> line, out bool isTooLong))
                {
                    return false;
                }

                if (isTooLong)
                {
                    Refuse(_lines.Number, () => $"the line has over {CsvLines.MostBytes} bytes: is a quote left open, or its end lost?");
                }
                else if (!IsBlank(line))
                {
                    Rows++;
                    AddRow(line, batch);
                }
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new HistoryException(failure.Message, failure);
        }
    }

    /// <inheritdoc />
    public override void Dispose() => _lines.Dispose();

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty || line[0] == '#' || line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    private static bool SkipBlank(CsvLines lines, out Span<byte> line)
    {
        while (lines.TryNext(out line, out _))
        {
            if (!IsBlank(line))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Headings(CsvLines lines, out byte separator)
    {
        if (!SkipBlank(lines, out Span<byte> line))
        {
            throw new HistoryException("the file is empty");
        }

        line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        byte[] heading = line.ToArray();
        separator = Separators.MaxBy(sign => heading.Count(other => other == sign));
        CsvFields fields = new(separator);
        if (!fields.TryCut(line) || fields.Count < 2)
        {
            throw new HistoryException("the first line has no two columns: expected headings such as time,name,value, separated by comma, semicolon or tab");
        }

        string[] headings = new string[fields.Count];
        for (int i = 0; i < headings.Length; i++)
        {
            if (TryNumber(fields.Of(line, i), out _))
            {
                throw new HistoryException("the first line holds numbers: begin the file with headings such as time,name,value");
            }

            headings[i] = Encoding.UTF8.GetString(fields.Of(line, i));
        }

        return headings;
    }

    /// <summary>For each column how many more numbers than texts it holds; a field that is empty is neither.</summary>
    private static int[] Numbers(CsvLines lines, byte separator, int width)
    {
        int[] numbers = new int[width];
        CsvFields fields = new(separator);
        for (int row = 0; row < RowsLookedAt && SkipBlank(lines, out Span<byte> line); row++)
        {
            if (fields.TryCut(line) && fields.Count == width)
            {
                for (int i = 0; i < width; i++)
                {
                    numbers[i] += fields.Of(line, i).IsEmpty ? 0 : TryNumber(fields.Of(line, i), out _) ? 1 : -1;
                }
            }
        }

        return numbers;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double number)
    {
        if (Utf8Parser.TryParse(text, out number, out int used) && used == text.Length)
        {
            return true;
        }

        bool isInfinite = text.SequenceEqual("+Inf"u8) || text.SequenceEqual("Inf"u8) || text.SequenceEqual("-Inf"u8);
        number = !isInfinite ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return isInfinite || text.SequenceEqual("NaN"u8) || text.SequenceEqual("nan"u8);
    }

    private static string Shown(ReadOnlySpan<byte> field)
    {
        string text = Encoding.UTF8.GetString(field[..Math.Min(field.Length, 4 * ShownCharacters)]);
        return text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
    }

    // hot
    private void AddRow(Span<byte> line, SampleBatch batch)
    {
        if (!_fields.TryCut(line))
        {
            Refuse(_lines.Number, () => "a quote is left open, or something follows one: write quotes within quotes twice");
            return;
        }

        if (_fields.Count != _width)
        {
            Refuse(_lines.Number, () => $"{_fields.Count} fields instead of {_width}: put fields that hold the separator in quotes");
            return;
        }

        ReadOnlySpan<byte> time = _fields.Of(line, _columns.Time);
        if (!TryTime(time, out long timeNs))
        {
            string shown = Shown(time);
            Refuse(_lines.Number, () => $"'{shown}' is no time: write ISO 8601, or s, ms, us, ns since 1970");
            return;
        }

        FileSeries series = SeriesOf(line);
        for (int value = 0; value < _columns.Values.Length; value++)
        {
            ReadOnlySpan<byte> field = _fields.Of(line, _columns.Values[value].At);
            if (field.IsEmpty)
            {
                continue; // no sample
            }

            if (TryNumber(field, out double number))
            {
                Add(batch, series, value, timeNs, number, _lines.Number);
            }
            else
            {
                RefuseNumber(value, field);
            }
        }
    }

    // Here, so that the loop above makes no closure for the numbers that are good.
    private void RefuseNumber(int value, ReadOnlySpan<byte> field)
    {
        string shown = Shown(field);
        Refuse(_lines.Number, () => $"{_columns.Values[value].Name}: '{shown}' is no number: write a point for decimals, and nothing where there is no value");
    }

    /// <summary>Rows of one time mostly follow each other.</summary>
    private bool TryTime(ReadOnlySpan<byte> text, out long timeNs)
    {
        if (_lastTime.Length > 0 && text.SequenceEqual(_lastTime))
        {
            timeNs = _lastTimeNs;
            return true;
        }

        if (!TimeText.TryParse(text, out timeNs))
        {
            return false;
        }

        _lastTime = text.Length == _lastTime.Length ? _lastTime : new byte[text.Length];
        text.CopyTo(_lastTime);
        _lastTimeNs = timeNs;
        return true;
    }

    private FileSeries SeriesOf(ReadOnlySpan<byte> line)
    {
        ulong key = 0;
        if (_columns.Labels.Length > 0)
        {
            _hash.Reset();
            foreach ((int at, _) in _columns.Labels)
            {
                _hash.Append(_fields.Of(line, at));
                _hash.Append([0xFF]); // occurs in no UTF-8 text
            }

            key = _hash.GetCurrentHashAsUInt64();
        }

        return _series.TryGetValue(key, out FileSeries? known) ? known : NewSeries(key, line);
    }

    private FileSeries NewSeries(ulong key, ReadOnlySpan<byte> line)
    {
        if (_series.Count >= MostKeys / _columns.Values.Length)
        {
            _series.Clear(); // found again in the catalog
        }

        string[] texts = new string[_columns.Labels.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(_fields.Of(line, _columns.Labels[i].At));
        }

        FileSeries added = new(texts, _columns, _door);
        _series.Add(key, added);
        return added;
    }
}
