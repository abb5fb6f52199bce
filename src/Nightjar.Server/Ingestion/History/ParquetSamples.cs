using Nightjar.Core.Telemetry;
using Nightjar.Storage;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Samples of a Parquet file.</summary>
internal sealed class ParquetSamples : SampleFile
{
    private readonly ParquetRows _rows;
    private readonly FileColumns _columns;
    private readonly Dictionary<ulong, FileSeries> _series;

    private ParquetSamples(ParquetRows rows, FileColumns columns, SeriesDoor door)
    {
        _rows = rows;
        _columns = columns;
        string[] texts = [.. columns.Labels.Select(label => rows.Columns[label.At].Name)];
        _series = rows.Keys(texts, MostKeys / columns.Values.Length).ToDictionary(pair => pair.Key, pair => new FileSeries(pair.Value, columns, door));
        rows.Select(rows.Columns[columns.Time].Name, texts, columns.Values.Select(value => value.Name));
    }

    /// <inheritdoc cref="SampleFile.OpenAny"/>
    public static ParquetSamples Open(string path, string name, SeriesDoor door)
    {
        ParquetRows? rows = null;
        try
        {
            rows = ParquetRows.Open(path);
            string[] headings = [.. rows.Columns.Select(column => column.Name)];
            IReadOnlyList<SqlColumn> columns = rows.Columns;
            return FileColumns.TryFind($"file {name}", NameOf(name), headings, i => IsNumber(columns[i].Type), out FileColumns? found, out string? problem)
                ? new ParquetSamples(rows, found, door)
                : throw new HistoryException(problem);
        }
        catch (Exception failure)
        {
            rows?.Dispose();
            if (failure is StorageException)
            {
                throw new HistoryException(failure.Message, failure);
            }

            throw;
        }
    }

    /// <inheritdoc />
    public override bool Read(SampleBatch batch, int most)
    {
        try
        {
            while (batch.Count < most)
            {
                if (!_rows.Next())
                {
                    return false;
                }

                AddPiece(batch);
            }

            return true;
        }
        catch (StorageException failure)
        {
            throw new HistoryException(failure.Message, failure);
        }
    }

    /// <inheritdoc />
    public override void Dispose() => _rows.Dispose();

    private static bool IsNumber(string type) =>
        type is "DOUBLE" or "FLOAT" or "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT"
        || type.StartsWith("DECIMAL", StringComparison.Ordinal);

    // hot
    private void AddPiece(SampleBatch batch)
    {
        ReadOnlySpan<long> times = _rows.Times;
        ReadOnlySpan<ulong> keys = _rows.RowKeys;
        for (int row = 0; row < times.Length; row++)
        {
            Rows++;
            if (!_rows.HasTime(row) || !TimeText.TryCount(times[row], out long timeNs))
            {
                Refuse(Rows, () => "no time that can be read: expected a timestamp, ISO 8601, or s, ms, us, ns since 1970");
                continue;
            }

            if (!_series.TryGetValue(keys[row], out FileSeries? series))
            {
                Refuse(Rows, () => $"a file has at most {MostKeys / _columns.Values.Length} combinations of labels with so many columns: cut it in several");
                continue;
            }

            for (int value = 0; value < _columns.Values.Length; value++)
            {
                if (_rows.HasNumber(value, row))
                {
                    Add(batch, series, value, timeNs, _rows.Numbers(value)[row], Rows);
                }
            }
        }
    }
}
