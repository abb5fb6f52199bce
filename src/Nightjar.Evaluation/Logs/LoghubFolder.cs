using System.Diagnostics.CodeAnalysis;
using System.Text;
using Nightjar.Evaluation.Anomalies;

namespace Nightjar.Evaluation.Logs;

/// <summary>
/// Reads logs in the layout of Loghub-2k: <c>SYSTEM/SYSTEM_2k.log_structured.csv</c> with the columns Content, EventId and
/// EventTemplate, the same with <c>_corrected</c> at the end of its name where there is one, and <c>SYSTEM_2k.log</c>, the lines as written.
/// </summary>
public static class LoghubFolder
{
    private const string Structured = "_2k.log_structured.csv";
    private const string Raw = "_2k.log";
    private const string Corrected = "_2k.log_structured_corrected.csv";

    // A quote that is never closed would make one record of all the rest.
    private const int MostLinesOfARecord = 100;

    private static readonly string[] Columns = ["Content", "EventId", "EventTemplate"];

    /// <summary>
    /// All systems of the folder by name; the messages are the labelled ones, or what is behind the header of the raw lines. Throws <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> when a file cannot
    /// be opened.
    /// </summary>
    public static bool TryRead(string folder, bool raw, [NotNullWhen(true)] out IReadOnlyList<LabelledLog>? logs, [NotNullWhen(false)] out DataProblem? problem)
    {
        List<LabelledLog> read = [];
        logs = null;
        foreach (string path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            string structured = Path.Combine(path, name + Structured);
            if (!File.Exists(structured))
            {
                continue;
            }

            if (!TryReadColumns(structured, out List<string[]>? original, out problem))
            {
                return false;
            }

            List<string[]>? corrected = null;
            string mended = Path.Combine(path, name + Corrected);
            if (File.Exists(mended) && !TryReadColumns(mended, out corrected, out problem))
            {
                return false;
            }

            if (corrected is not null && corrected.Count != original.Count)
            {
                problem = new DataProblem(mended, null, $"has {corrected.Count} lines where the labels of old have {original.Count}");
                return false;
            }

            byte[][] messages = raw ? RawLog.Messages(Path.Combine(path, name + Raw)) : [.. original.Select(row => Encoding.UTF8.GetBytes(row[0]))];
            if (messages.Length != original.Count)
            {
                problem = new DataProblem(Path.Combine(path, name + Raw), null, $"has {messages.Length} lines where {original.Count} are labelled");
                return false;
            }

            read.Add(new LabelledLog(name, messages, Labels(original), corrected is null ? null : Labels(corrected)));
        }

        problem = read.Count > 0 ? null : new DataProblem(folder, null, $"holds no SYSTEM/SYSTEM{Structured}");
        logs = problem is null ? read : null;
        return problem is null;
    }

    private static LogLabels Labels(List<string[]> rows) => new([.. rows.Select(row => row[1])], [.. rows.Select(row => row[2])]);

    private static bool TryReadColumns(string path, [NotNullWhen(true)] out List<string[]>? rows, [NotNullWhen(false)] out DataProblem? problem)
    {
        rows = [];
        int[]? columns = null;
        List<string> fields = [];
        string[] lines = File.ReadAllText(path).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 && i == lines.Length - 1)
            {
                break;
            }

            int first = i;
            string record = lines[i];
            while (!CsvRow.TrySplit(record.TrimEnd('\r'), ',', fields))
            {
                if (++i >= lines.Length || i - first > MostLinesOfARecord)
                {
                    problem = new DataProblem(path, first + 1, "a quote is left open");
                    return false;
                }

                record += '\n' + lines[i];
            }

            if (columns is null)
            {
                columns = [.. Columns.Select(name => fields.IndexOf(name))];
                if (columns.Contains(-1))
                {
                    problem = new DataProblem(path, 1, $"has no column {Columns[Array.IndexOf(columns, -1)]}");
                    return false;
                }
            }
            else if (fields.Count <= columns.Max())
            {
                problem = new DataProblem(path, first + 1, $"has {fields.Count} fields only");
                return false;
            }
            else
            {
                rows.Add([.. columns.Select(column => fields[column])]);
            }
        }

        problem = rows.Count > 0 ? null : new DataProblem(path, null, "has no lines");
        return problem is null;
    }
}
