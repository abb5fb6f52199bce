using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies;

/// <summary>
/// Reads <c>timestamp,value[,label]</c> with a heading. Strict: scores are matched to rows by position, so a row that cannot be read
/// is a problem and never left out.
/// </summary>
public static class LabelledCsv
{
    // 17 bytes a row are held.
    private const int MaxRows = 100_000_000;

    private const char Separator = ',';

    /// <summary>Reads all of it; false with the problem named. Never throws on content.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="file">What a problem calls the file.</param>
    /// <param name="name">The name of the series.</param>
    /// <param name="needsLabels">False for a file whose labels are elsewhere.</param>
    /// <param name="series">What was read; at least one row.</param>
    /// <param name="problem">Why nothing was.</param>
    public static bool TryRead(
        TextReader reader, string file, string name, bool needsLabels, [NotNullWhen(true)] out LabelledSeries? series, [NotNullWhen(false)] out DataProblem? problem)
    {
        series = null;
        if (!TryHeading(reader.ReadLine(), needsLabels, out Columns columns, out string? sentence))
        {
            problem = new DataProblem(file, 1, sentence);
            return false;
        }

        List<long> times = [];
        List<double> values = [];
        List<bool> labels = [];
        Fields fields = new(columns.Count);
        for (int number = 2; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            bool label = false;
            double value = double.NaN;
            long timeNs = 0;
            sentence = !fields.TryCut(line) ? $"expected {columns.Count} fields"
                : !TryTime(fields[columns.Time], out timeNs) ? $"'{Shorten(fields[columns.Time])}' is no time (ISO 8601, or s, ms, us, ns since 1970)"
                : !TryValue(fields[columns.Value], out value) ? $"'{Shorten(fields[columns.Value])}' is no number"
                : columns.Label >= 0 && !TryLabel(fields[columns.Label], out label) ? $"'{Shorten(fields[columns.Label])}' is no label (0 or 1)"
                : values.Count == MaxRows ? $"more than {MaxRows} rows"
                : null;
            if (sentence is not null)
            {
                problem = new DataProblem(file, number, sentence);
                return false;
            }

            times.Add(timeNs);
            values.Add(value);
            labels.Add(label);
        }

        problem = values.Count > 0 ? null : new DataProblem(file, null, "holds no rows");
        series = problem is null ? new LabelledSeries(name, [.. times], [.. values], [.. labels]) : null;
        return series is not null;
    }

    private static bool TryHeading(string? line, bool needsLabels, out Columns columns, [NotNullWhen(false)] out string? problem)
    {
        List<string> names = [];
        columns = default;
        if (line is null || !CsvRow.TrySplit(line.TrimStart('\uFEFF'), Separator, names))
        {
            problem = line is null ? "the file is empty" : "a quote is left open";
            return false;
        }

        columns = new Columns(names.Count, Find(names, "timestamp"), Find(names, "value"), needsLabels ? Find(names, "label") : -1);
        string? missing = columns.Time < 0 ? "timestamp" : columns.Value < 0 ? "value" : needsLabels && columns.Label < 0 ? "label" : null;
        problem = missing is null ? null : $"there is no column {missing}: expected the heading timestamp,value{(needsLabels ? ",label" : "")}";
        return missing is null;
    }

    private static int Find(List<string> names, string name) => names.FindIndex(one => one.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool TryTime(ReadOnlySpan<char> text, out long timeNs)
    {
        // Counts of seconds are the millions of rows; the general reader wants a string.
        if (text.Length is 9 or 10 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            timeNs = seconds * Clock.NsPerSecond;
            return true;
        }

        return TimeText.TryParse(text.ToString(), out timeNs);
    }

    private static bool TryValue(ReadOnlySpan<char> text, out double value)
    {
        value = double.NaN; // an empty field is a missing sample, and its row still counts
        return text.IsEmpty || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryLabel(ReadOnlySpan<char> text, out bool label)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        label = number == 1;
        return isNumber && number is 0 or 1;
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";

    private readonly record struct Columns(int Count, int Time, int Value, int Label);

    /// <summary>The fields of one line, without a string for each.</summary>
    private sealed class Fields(int count)
    {
        private readonly (int From, int To)[] _places = new (int From, int To)[count];
        private readonly List<string> _quoted = [];
        private string _line = "";

        public ReadOnlySpan<char> this[int i] => _quoted.Count > 0 ? _quoted[i] : _line.AsSpan(_places[i].From.._places[i].To).Trim();

        public bool TryCut(string line)
        {
            _quoted.Clear();
            if (line.Contains('"', StringComparison.Ordinal))
            {
                return CsvRow.TrySplit(line, Separator, _quoted) && _quoted.Count == _places.Length;
            }

            _line = line;
            int from = 0;
            for (int i = 0; i < _places.Length; i++)
            {
                int length = line.AsSpan(from).IndexOf(Separator);
                if (length < 0 != (i == _places.Length - 1))
                {
                    return false;
                }

                _places[i] = (from, length < 0 ? line.Length : from + length);
                from += length + 1;
            }

            return true;
        }
    }
}
