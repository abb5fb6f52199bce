using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Native;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>
/// The table <c>series</c>: one row a series, its labels as a JSON object, which SQL reads with <c>labels->>'job'</c>.
/// </summary>
internal static class SeriesTable
{
    /// <summary>Creates the table of an empty database.</summary>
    public const string Create = "CREATE TABLE series (id UBIGINT, labels VARCHAR, kind UTINYINT, unit VARCHAR, help VARCHAR, source VARCHAR)";

    private static readonly DuckDBType[] Types =
    [
        DuckDBType.UnsignedBigInt, DuckDBType.Varchar, DuckDBType.UnsignedTinyInt, DuckDBType.Varchar, DuckDBType.Varchar, DuckDBType.Varchar,
    ];

    /// <summary>Writes rows within the transaction open on the connection; rows of the same ids are replaced.</summary>
    public static void Write(DuckConnection connection, IReadOnlyCollection<SeriesEntry> entries)
    {
        SeriesId[] known = [.. entries.Where(entry => entry.Durable).Select(entry => entry.Series.Id)];
        if (known.Length > 0)
        {
            Delete(connection, known);
        }

        using ColumnAppender appender = new(connection, "series", Types);
        int row = 0;
        foreach (SeriesEntry entry in entries)
        {
            Series series = entry.Series;
            appender.Column<ulong>(0)[row] = series.Id.Value;
            appender.SetText(1, row, ToJson(series.Labels));
            appender.Column<byte>(2)[row] = (byte)series.Kind;
            appender.SetText(3, row, series.Unit);
            appender.SetText(4, row, series.Help);
            appender.SetText(5, row, entry.Source);
            if (++row == ColumnAppender.ChunkRows)
            {
                appender.Append(row);
                row = 0;
            }
        }

        if (row > 0)
        {
            appender.Append(row);
        }

        appender.Close();
    }

    /// <summary>Removes rows within the transaction open on the connection.</summary>
    public static void Delete(DuckConnection connection, IReadOnlyCollection<SeriesId> ids)
    {
        StringBuilder sql = new("DELETE FROM series WHERE id IN (");
        foreach (SeriesId id in ids)
        {
            sql.Append(id.Value).Append(',');
        }

        sql[^1] = ')';
        connection.Execute(sql.ToString());
    }

    /// <summary>Reads all rows into the catalog.</summary>
    /// <exception cref="StorageException">A row cannot be read, or its labels do not give its id.</exception>
    public static void Load(DuckConnection connection, SeriesCatalog catalog)
    {
        // Sources, units and help texts repeat over many series: one copy of each in memory.
        Dictionary<string, string> interned = new(StringComparer.Ordinal);
        string Intern(string text)
        {
            if (!interned.TryGetValue(text, out string? one))
            {
                interned.Add(text, one = text);
            }

            return one;
        }

        List<Label> labels = [];
        using DuckResult rows = connection.Query("SELECT id, labels, kind, unit, help, source FROM series");
        while (rows.Next())
        {
            ReadOnlySpan<ulong> ids = rows.Column<ulong>(0);
            ReadOnlySpan<byte> kinds = rows.Column<byte>(2);
            for (int row = 0; row < rows.Rows; row++)
            {
                if (!TryParse(rows.Bytes(1, row), labels, Intern, out Labels parsed) || parsed.Id.Value != ids[row])
                {
                    throw new StorageException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The row of series {ids[row]:x16} is damaged: restore a backup, or run `nightjar storage check` to see what else is."));
                }

                Series series = new(parsed, (MetricKind)kinds[row], Intern(rows.Text(3, row)), Intern(rows.Text(4, row)));
                catalog.Restore(new SeriesEntry(series, Intern(rows.Text(5, row))) { Durable = true });
            }
        }
    }

    /// <summary>Reads what the column <c>labels</c> holds; false when it is not an object of texts.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, List<Label> buffer, Func<string, string> intern, out Labels labels)
    {
        buffer.Clear();
        labels = Labels.Empty;
        try
        {
            Utf8JsonReader reader = new(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = intern(reader.GetString() ?? "");
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                buffer.Add(new Label(name, intern(reader.GetString() ?? "")));
            }

            return Labels.TryCreate(buffer, out labels);
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return false; // the caller says which row
        }
    }

    /// <summary>What the column <c>labels</c> holds.</summary>
    public static string ToJson(Labels labels)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (Label label in labels)
            {
                writer.WriteString(label.Name, label.Value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
