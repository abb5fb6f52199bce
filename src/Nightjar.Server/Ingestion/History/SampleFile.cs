using System.IO.Compression;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>A file of samples, read a batch after the other in bounded memory. Rows that cannot be used are counted, the first ones named.</summary>
internal abstract class SampleFile : IDisposable
{
    /// <summary>Problems kept with their line; all are counted.</summary>
    public const int MostProblems = 20;

    // Combinations of labels remembered, times columns of values: some 100 bytes a combination, and 16 for each column.
    protected const int MostKeys = 1_000_000;

    private readonly List<FileProblem> _problems = [];

    /// <summary>Rows read.</summary>
    public long Rows { get; protected set; }

    /// <summary>Rows, or fields of rows, left out.</summary>
    public long BadRows { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<FileProblem> Problems => _problems;

    /// <summary>Opens a file: Parquet, CSV, or CSV packed by gzip, told apart by how it begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="door">Resolves labels.</param>
    /// <exception cref="HistoryException">It cannot be read, or holds no series.</exception>
    public static SampleFile OpenAny(string path, string name, SeriesDoor door)
    {
        try
        {
            Span<byte> first = stackalloc byte[4];
            using (FileStream file = File.OpenRead(path))
            {
                first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
            }

            bool isPacked = first.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);
            return first.SequenceEqual("PAR1"u8)
                ? ParquetSamples.Open(path, name, door)
                : CsvSamples.Open(() => isPacked ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path), name, door);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new HistoryException(failure.Message, failure);
        }
    }

    /// <summary>Adds samples to a batch until it holds so many, or a row more; false once the file is at its end.</summary>
    /// <exception cref="HistoryException">The file is damaged from here on.</exception>
    public abstract bool Read(SampleBatch batch, int most);

    /// <inheritdoc />
    public abstract void Dispose();

    /// <summary>The name of the metric in a file of one nameless series.</summary>
    protected static string NameOf(string file)
    {
        string name = Path.GetFileName(file);
        return name.IndexOf('.', StringComparison.Ordinal) is > 0 and int end ? name[..end] : name;
    }

    /// <summary>Counts a row, or a field, that cannot be used; the sentence is asked for only while it is kept.</summary>
    protected void Refuse(long line, Func<string> sentence) => Refuse(line, _problems.Count < MostProblems ? sentence() : "");

    /// <summary>Adds one value, or says why its series is refused.</summary>
    protected void Add(SampleBatch batch, FileSeries series, int value, long timeNs, double number, long line) // hot
    {
        SeriesEntry? entry = series.Of(value, out string refusal);
        if (entry is null)
        {
            Refuse(line, refusal);
            return;
        }

        batch.Add(entry, timeNs, number);
    }

    private void Refuse(long line, string sentence)
    {
        BadRows++;
        if (_problems.Count < MostProblems)
        {
            _problems.Add(new FileProblem(line, sentence));
        }
    }
}
