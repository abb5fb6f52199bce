using System.Diagnostics.CodeAnalysis;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Server.Ingestion.History;

/// <summary>
/// What the columns of a file hold. Long: a column of names and one of values; wide: each column of numbers is a series, named by its heading. In
/// both, what is neither is a label.
/// </summary>
internal sealed class FileColumns
{
    private static readonly string[] TimeNames = ["timestamp", "time", "date", "datetime", "ts", "@timestamp", "timestamp_utc"];
    private static readonly string[] MetricNames = [Core.Telemetry.Labels.MetricName, "name", "metric", "metric_name"];
    private const string ValueName = "value";

    private readonly string _file;

    private FileColumns(string source, string file, int time, IReadOnlyList<(int At, string Name)> labels, IReadOnlyList<(int At, string Name)> values)
    {
        Source = source;
        _file = file;
        Time = time;
        Labels = [.. labels];
        Values = [.. values];
    }

    /// <summary>The file, as a source of samples.</summary>
    public string Source { get; }

    /// <summary>Place of the column of times.</summary>
    public int Time { get; }

    /// <summary>Columns of labels: place, and name of the label.</summary>
    public (int At, string Name)[] Labels { get; }

    /// <summary>Columns of values: place, and heading.</summary>
    public (int At, string Name)[] Values { get; }

    /// <summary>Finds them by their headings and by which hold numbers; false with a sentence that says what to change.</summary>
    public static bool TryFind(
        string source, string file, IReadOnlyList<string> headings, Func<int, bool> isNumber, [NotNullWhen(true)] out FileColumns? columns, [NotNullWhen(false)] out string? problem)
    {
        columns = null;
        int time = Math.Max(0, Find(headings, TimeNames));
        int name = Find(headings, MetricNames);
        List<(int, string)> labels = [];
        List<(int, string)> values = [];
        for (int i = 0; i < headings.Count; i++)
        {
            if (i == time)
            {
                continue;
            }

            if (headings[i].Length == 0 || headings.Take(i).Contains(headings[i], StringComparer.Ordinal))
            {
                problem = $"column {i + 1} has {(headings[i].Length == 0 ? "no heading" : $"the heading {headings[i]} of another one")}: give each its own";
                return false;
            }

            bool isValue = name >= 0 ? headings[i].Equals(ValueName, StringComparison.OrdinalIgnoreCase) : isNumber(i);
            (isValue ? values : labels).Add((i, i == name ? Core.Telemetry.Labels.MetricName : headings[i]));
        }

        problem = values.Count > 0 ? null
            : name >= 0 ? $"there is a column {headings[name]} but none named {ValueName}: a file with one sample a row has time, name, value and labels"
            : "no column holds numbers: a file has time and a column a series, or time, name, value and labels";
        columns = problem is null ? new FileColumns(source, file, time, labels, values) : null;
        return columns is not null;
    }

    /// <summary>The labels that a column's heading gives: of <c>load{host="a"}</c> name and host; of a lone <c>value</c> the file's name; none where a column holds the names.</summary>
    public IEnumerable<Label> NameLabels(int value)
    {
        string heading = Values[value].Name;
        if (Labels.Any(label => label.Name == Core.Telemetry.Labels.MetricName))
        {
            return [];
        }

        if (heading.EndsWith('}') && ExpressionParser.TryParseSelector(heading, out IReadOnlyList<LabelMatcher>? matchers, out _)
            && matchers.All(matcher => matcher.Operator == MatchOperator.Equal))
        {
            return matchers.Select(matcher => new Label(matcher.Name, matcher.Value));
        }

        bool isNameless = Values.Length == 1 && heading.Equals(ValueName, StringComparison.OrdinalIgnoreCase);
        return [new Label(Core.Telemetry.Labels.MetricName, isNameless ? _file : heading)];
    }

    private static int Find(IReadOnlyList<string> headings, string[] names)
    {
        for (int i = 0; i < headings.Count; i++)
        {
            if (names.Contains(headings[i], StringComparer.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
