using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Commands.Query;

/// <summary>Prints rows: aligned, with tabs, as CSV or as JSON.</summary>
internal static class Rows
{
    private const string Null = "NULL";

    // What stands on a screen: a longer value would push all others off it. Piped values are whole.
    private const int WidestColumn = 80;

    private static readonly JsonWriterOptions JsonForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all rows, a heading first where the form has one.</summary>
    public static void Write(TextWriter output, SqlQueryResult result, RowForm form, bool forTerminal)
    {
        switch (form)
        {
            case RowForm.Json:
                WriteJson(output, result);
                break;
            case RowForm.Csv:
                WriteLine(output, result.Columns.Select(column => Quoted(column.Name)), ',');
                foreach (IReadOnlyList<string?> row in result.Rows)
                {
                    WriteLine(output, row.Select(value => Quoted(value ?? "")), ',');
                }

                break;
            default:
                WriteTable(output, result, forTerminal);
                break;
        }

        output.Flush();
    }

    private static void WriteTable(TextWriter output, SqlQueryResult result, bool forTerminal)
    {
        string[] heading = [.. result.Columns.Select(column => OneLine(column.Name))];
        List<string[]> rows = [.. result.Rows.Select(row => row.Select(value => OneLine(value ?? Null)).ToArray())];
        if (!forTerminal)
        {
            WriteLine(output, heading, '\t');
            rows.ForEach(row => WriteLine(output, row, '\t'));
            return;
        }

        int[] widths = [.. heading.Select((name, i) => Math.Min(WidestColumn, rows.Select(row => row[i].Length).Append(name.Length).Max()))];
        bool[] isNumber = [.. result.Columns.Select(column => IsNumber(column.Type))];
        foreach (string[] row in rows.Prepend(heading))
        {
            IEnumerable<string> cells = row.Select((text, i) => Fit(text, widths[i], isNumber[i]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static void WriteJson(TextWriter output, SqlQueryResult result)
    {
        using MemoryStream line = new();
        using Utf8JsonWriter json = new(line, JsonForm);
        output.Write('[');
        for (int i = 0; i < result.Rows.Count; i++)
        {
            line.SetLength(0);
            json.Reset();
            json.WriteStartObject();
            for (int column = 0; column < result.Columns.Count; column++)
            {
                json.WritePropertyName(result.Columns[column].Name);
                WriteValue(json, result.Columns[column].Type, result.Rows[i][column]);
            }

            json.WriteEndObject();
            json.Flush();
            output.WriteLine(i == 0 ? "" : ",");
            output.Write(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
        }

        output.WriteLine(result.Rows.Count == 0 ? "]" : $"{Environment.NewLine}]");
    }

    private static void WriteValue(Utf8JsonWriter json, string type, string? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else if (type == "BOOLEAN" && bool.TryParse(value, out bool flag))
        {
            json.WriteBooleanValue(flag);
        }
        else if (IsNumber(type) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            json.WriteRawValue(value); // as it is: identifiers of 64 bits do not fit a double
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    private static void WriteLine(TextWriter output, IEnumerable<string> cells, char separator) => output.WriteLine(string.Join(separator, cells));

    private static string Fit(string text, int width, bool right)
    {
        string cut = text.Length <= width ? text : string.Concat(text.AsSpan(0, width - 1), "…");
        return right ? cut.PadLeft(width) : cut.PadRight(width);
    }

    private static string OneLine(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>By DuckDB's names of types: BIGINT, UBIGINT, HUGEINT, TINYINT, DOUBLE, FLOAT, DECIMAL(18,3), but not a list of them.</summary>
    private static bool IsNumber(string type) =>
        !type.EndsWith(']') && (type.EndsWith("INT", StringComparison.Ordinal) || type is "INTEGER" or "UINTEGER" or "DOUBLE" or "FLOAT"
            || type.StartsWith("DECIMAL", StringComparison.Ordinal));
}
