using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation;

/// <summary>
/// Reads series from CSV: one column of times and one or more of numbers; separators comma, semicolon or tab; with or without a
/// heading. A row that cannot be used is counted and left out, never fatal.
/// </summary>
public static class CsvReader
{
    /// <summary>Problems kept with their line; all are counted.</summary>
    public const int MaxProblems = 20;

    // Held in memory at 16 bytes a value; a longer file is for the server.
    private const long MaxValues = 100_000_000;

    private static readonly string[] TimeNames = ["timestamp", "time", "date", "datetime", "ts", "@timestamp", "timestamp_utc"];

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>Reads all of a file; false with a sentence when it holds no series at all. Never throws on content.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="timeColumn">The heading of the column of times; null finds it.</param>
    /// <param name="progress">Told the number of lines now and then; null for nobody.</param>
    /// <param name="table">What was read.</param>
    /// <param name="problem">Why nothing was.</param>
    public static bool TryRead(
        TextReader reader, string? timeColumn, Action<long>? progress, [NotNullWhen(true)] out CsvTable? table, [NotNullWhen(false)] out string? problem)
    {
        table = null;
        int line = 0;
        string? first = NextLine(reader, ref line);
        if (first is null)
        {
            problem = "the file is empty";
            return false;
        }

        if (!TryLayout(first, timeColumn, out Layout? layout, out problem))
        {
            return false;
        }

        Builder rows = new(layout);
        if (!layout.HasHeading)
        {
            rows.Add(first, line);
        }

        while (NextLine(reader, ref line) is { } next)
        {
            rows.Add(next, line);
            if (line % 100_000 == 0)
            {
                progress?.Invoke(line);
            }

            if (rows.Values > MaxValues)
            {
                problem = $"the file holds more than {MaxValues} values: cut it, or send it to a server";
                return false;
            }
        }

        table = rows.ToTable();
        problem = table.Rows > 0 ? null
            : table.Problems is [{ } worst, ..] ? $"no row holds a time and a number (line {worst.Line}: {worst.Sentence})"
            : "no row holds a time and a number";
        return problem is null;
    }

    private static string? NextLine(TextReader reader, ref int line)
    {
        string? next;
        do
        {
            next = reader.ReadLine();
            line++;
        }
        while (next is not null && (string.IsNullOrWhiteSpace(next) || next.StartsWith('#')));

        return next?.TrimStart('\uFEFF');
    }

    private static bool TryLayout(
        string first, string? timeColumn, [NotNullWhen(true)] out Layout? layout, [NotNullWhen(false)] out string? problem)
    {
        char separator = Separators.MaxBy(sign => first.Count(other => other == sign));
        List<string> fields = [];
        layout = null;
        problem = null;
        if (!CsvRow.TrySplit(first, separator, fields) || fields.Count < 2)
        {
            problem = "the first line has no two columns: expected a time and at least one value, separated by comma, semicolon or tab";
            return false;
        }

        bool hasHeading = !fields.Any(field => TryNumber(field, out _));
        string[] names = hasHeading ? [.. fields] : [.. fields.Select((_, i) => $"column{(i + 1).ToString(CultureInfo.InvariantCulture)}")];
        int time = timeColumn is not null
            ? Array.FindIndex(names, name => name.Equals(timeColumn, StringComparison.OrdinalIgnoreCase))
            : Array.FindIndex(names, name => TimeNames.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (time < 0 && timeColumn is not null)
        {
            problem = $"there is no column {timeColumn}; the columns are {string.Join(", ", names)}";
            return false;
        }

        layout = new Layout(separator, names, Math.Max(time, 0), hasHeading);
        return true;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private sealed record Layout(char Separator, string[] Names, int TimeColumn, bool HasHeading);

    private sealed class Builder(Layout layout)
    {
        private readonly List<string> _fields = [];
        private readonly List<CsvProblem> _problems = [];
        private readonly List<long>[] _times = [.. layout.Names.Select(_ => new List<long>())];
        private readonly List<double>[] _values = [.. layout.Names.Select(_ => new List<double>())];
        private readonly long[] _texts = new long[layout.Names.Length];
        private long _rows;
        private long _bad;

        public long Values { get; private set; }

        public void Add(string line, int number)
        {
            if (!CsvRow.TrySplit(line, layout.Separator, _fields))
            {
                Refuse(number, "a quote is left open");
                return;
            }

            if (_fields.Count != layout.Names.Length)
            {
                Refuse(number, $"{_fields.Count} fields instead of {layout.Names.Length}");
                return;
            }

            if (!TimeText.TryParse(_fields[layout.TimeColumn], out long timeNs))
            {
                Refuse(number, $"'{Shorten(_fields[layout.TimeColumn])}' is no time (ISO 8601, or s, ms, us, ns since 1970)");
                return;
            }

            AddValues(timeNs, number);
        }

        /// <summary>A column of text beside the numbers (a host's name) is no series; it is dropped, and its fields are no problems.</summary>
        public CsvTable ToTable()
        {
            List<CsvColumn> columns = [];
            for (int i = 0; i < layout.Names.Length; i++)
            {
                if (i != layout.TimeColumn && _values[i].Count > 0)
                {
                    columns.Add(new CsvColumn(layout.Names[i], _times[i], _values[i]));
                    _bad += _texts[i];
                }
            }

            HashSet<string> kept = [.. columns.Select(column => column.Name)];
            return new CsvTable(
                layout.Names[layout.TimeColumn],
                columns,
                columns.Count == 0 ? 0 : _rows,
                _bad,
                [.. _problems.Where(problem => problem.Column is null || kept.Count == 0 || kept.Contains(problem.Column)).Take(MaxProblems)]);
        }

        private void AddValues(long timeNs, int number)
        {
            _rows++;
            for (int i = 0; i < layout.Names.Length; i++)
            {
                if (i == layout.TimeColumn || _fields[i].Length == 0)
                {
                    continue; // an empty field is a missing sample
                }

                if (!TryNumber(_fields[i], out double value))
                {
                    _texts[i]++;
                    if (_texts[i] <= MaxProblems)
                    {
                        _problems.Add(new CsvProblem(number, $"{layout.Names[i]}: '{Shorten(_fields[i])}' is no number", layout.Names[i]));
                    }
                }
                else if (_times[i].Count > 0 && _times[i][^1] >= timeNs)
                {
                    Refuse(number, $"{layout.Names[i]}: its time is not after the one before");
                }
                else
                {
                    _times[i].Add(timeNs);
                    _values[i].Add(value);
                    Values++;
                }
            }
        }

        private void Refuse(int line, string sentence)
        {
            _bad++;
            if (_bad <= MaxProblems)
            {
                _problems.Add(new CsvProblem(line, sentence));
            }
        }

        private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
    }
}
