using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.History;
using Nightjar.Server.Tests.Fuzzing;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.History;

/// <summary>Files of samples, CSV and Parquet: shapes, times, and rows that cannot be used.</summary>
public sealed class SampleFileTests : IDisposable
{
    private const long TimeNs = 1_767_225_600_000_000_000; // 2026-01-01T00:00:00Z

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-file-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("2026-01-01T00:00:00Z")]
    [InlineData("2026-01-01 00:00:00")]
    [InlineData("2026-01-01T01:30:00+01:30")]
    [InlineData("2026-01-01T00:00:00.000000Z")]
    [InlineData("2026-01-01")]
    [InlineData("1767225600")]
    [InlineData("1767225600.0")]
    [InlineData("1767225600000")]
    [InlineData("1767225600000000")]
    [InlineData("1767225600000000000")]
    public void Csv_Times_OfEveryForm(string time) => Assert.Equal(["load{}=1@0"], Csv($"time,load\n{time},1\n").Samples);

    [Theory]
    [InlineData("time,load,cpu\n1767225600,1,2\n1767225601,,3\n", "load{}=1@0 cpu{}=2@0 cpu{}=3@1")]
    [InlineData("\uFEFFts;\"load{host=\"\"a\"\"}\"\r\n1767225600;1e3\r\n", "load{host=a}=1000@0")]
    [InlineData("time\tvalue\n1767225600\tNaN\n1767225601\t-Inf\n", "shop{}=NaN@0 shop{}=-Infinity@1")]
    [InlineData("time,host,load,cpu\n1767225600,a,1,2\n1767225600,b,3,4\n", "load{host=a}=1@0 cpu{host=a}=2@0 load{host=b}=3@0 cpu{host=b}=4@0")]
    [InlineData("time,name,host,value\n1767225600,load,a,1\n1767225600,cpu,,2\n", "load{host=a}=1@0 cpu{}=2@0")]
    [InlineData("value,core,__name__,timestamp\n1,0,cpu,1767225600\n2,1,cpu,1767225600\n", "cpu{core=0}=1@0 cpu{core=1}=2@0")]
    [InlineData("# a comment\n\ntime,metric,value\n\n1767225600,\"a, \"\"b\"\"\",1\n# another\n1767225601,x,2", "a, \"b\"{}=1@0 x{}=2@1")]
    public void Csv_Shapes_AreToldByTheirHeadings(string text, string samples)
    {
        Outcome read = Csv(text);
        Assert.Equal((samples, 0), (string.Join(' ', read.Samples), read.BadRows));
    }

    [Fact]
    public void Csv_BadRows_AreNamedByLineAndTheOthersKept()
    {
        Outcome read = Csv("time,name,value\n1767225600,a,1\nyesterday,a,2\n1767225601,a\n1767225602,a,\"3\n1767225603,a,0;5\n1767225604,,6\n1767225605,a,7\n");
        Assert.Equal(["a{}=1@0", "a{}=7@5"], read.Samples);
        Assert.Equal([3, 4, 5, 6, 7], read.Problems.Select(problem => problem.Line));
        Assert.All(
            read.Problems.Zip(["is no time", "2 fields instead of 3", "a quote is left open", "is no number", "a series has no __name__"]),
            pair => Assert.Contains(pair.Second, pair.First.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Csv_LineLongerThanIsRead_CostsThatLineAlone()
    {
        Outcome read = Csv($"time,load\n1767225600,1\n1767225601,\"{new string('x', 2 * CsvLines.MostBytes)}\n1767225602,3\n");
        Assert.Equal(["load{}=1@0", "load{}=3@2"], read.Samples);
        Assert.Equal(3, Assert.Single(read.Problems).Line);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("time\n1\n", "no two columns")]
    [InlineData("1767225600,1\n", "begin the file with headings")]
    [InlineData("time,name,load\n1767225600,a,1\n", "none named value")]
    [InlineData("time,host\n1767225600,a\n", "no column holds numbers")]
    [InlineData("time,load,load\n1767225600,1,2\n", "column 3 has the heading load of another one")]
    [InlineData("time,load,\n1767225600,1,2\n", "column 3 has no heading")]
    public void Csv_NoSeries_IsRefusedWithWhatToDo(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<HistoryException>(() => Csv(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Csv_Packed_IsUnpacked()
    {
        string path = Path.Combine(_directory, "packed");
        using (GZipStream packed = new(File.Create(path), CompressionLevel.Fastest))
        {
            packed.Write("time,load\n1767225600,1\n"u8);
        }

        Assert.Equal(["load{}=1@0"], Read(SampleFile.OpenAny(path, "packed", Door())).Samples);
    }

    [Fact]
    public void Csv_AnyBytes_NeverThrowOrTakeMuchMemory()
    {
        SeriesDoor door = Door();
        new Fuzzer(4, [.. ((string[])["time,load,cpu\n1767225600,1,2\n2026-01-01T00:00:01Z,,3e-9\n", "time;name;host;value\r\n1767225600;\"a\"\"b\";;+Inf\r\n", "ts\tload{host=\"a\"}\n1\t2"]).Select(Encoding.UTF8.GetBytes)])
            .Run(bytes =>
            {
                try
                {
                    using SampleFile file = CsvSamples.Open(() => new MemoryStream(bytes), "fuzz.csv", door);
                    using SampleBatch batch = new("fuzz");
                    Assert.False(file.Read(batch, int.MaxValue));
                    Assert.True(file.Problems.Count <= SampleFile.MostProblems && file.Problems.Count <= file.BadRows);
                }
                catch (HistoryException refused)
                {
                    Assert.NotEmpty(refused.Message);
                }
            });
    }

    [Theory]
    [InlineData("TIMESTAMP '2026-01-01 00:00:00'")]
    [InlineData("TIMESTAMP_NS '2026-01-01 00:00:00'")]
    [InlineData("TIMESTAMP_MS '2026-01-01 00:00:00'")]
    [InlineData("DATE '2026-01-01'")]
    [InlineData("'2026-01-01T01:00:00+01:00'")]
    [InlineData("1767225600")]
    [InlineData("1767225600000")]
    [InlineData("1767225600.0::DOUBLE")]
    public void Parquet_Times_OfEveryType(string time) => Assert.Equal(["load{}=1@0"], Parquet($"SELECT {time} AS time, 1 AS load").Samples);

    [Fact]
    public void Parquet_Shapes_AreThoseOfCsv()
    {
        Assert.Equal(
            ["load{host=a}=1@0", "cpu{host=a}=2@0", "load{host=b}=3@1"],
            Parquet("SELECT * FROM (VALUES (1767225600, 'a', 1.5 - 0.5, 2), (1767225601, 'b', 3.0, NULL)) rows(time, host, load, cpu)").Samples);
        Outcome read = Parquet("SELECT * FROM (VALUES (1767225600, 'load', 'a', 1.0), (NULL, 'load', 'a', 2.0), (1767225602, 'cpu', NULL, 3.0)) rows(ts, name, host, value)");
        Assert.Equal(["load{host=a}=1@0", "cpu{}=3@2"], read.Samples);
        Assert.Equal(2, Assert.Single(read.Problems).Line);
    }

    [Fact]
    public void Parquet_Damaged_IsRefusedWithASentence()
    {
        string path = Path.Combine(_directory, "damaged.parquet");
        File.WriteAllText(path, "PAR1 and nothing of the kind after it PAR1");
        Assert.Contains("cannot be read as Parquet", Assert.Throws<HistoryException>(() => SampleFile.OpenAny(path, "damaged.parquet", Door())).Message, StringComparison.Ordinal);
    }

    private static SeriesDoor Door() => new(new SeriesCatalog(1_000), new IngestionOptions());

    private static Outcome Csv(string text) => Read(CsvSamples.Open(() => new MemoryStream(Encoding.UTF8.GetBytes(text)), "shop.csv", Door()));

    private Outcome Parquet(string sql)
    {
        string path = Path.Combine(_directory, "shop.parquet");
        using (DuckDBConnection connection = new("DataSource=:memory:"))
        {
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"COPY ({sql}) TO '{path}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }

        return Read(SampleFile.OpenAny(path, "shop.parquet", Door()));
    }

    private static Outcome Read(SampleFile opened)
    {
        using SampleFile file = opened;
        using SampleBatch batch = new("test");
        Assert.False(file.Read(batch, int.MaxValue));
        List<string> samples = [];
        foreach (ref readonly SeriesSample sample in batch.Samples)
        {
            string labels = string.Join(',', sample.Entry.Series.Labels.Where(label => label.Name != "__name__").Select(label => $"{label.Name}={label.Value}"));
            samples.Add(FormattableString.Invariant($"{sample.Entry.Series.Labels.Name}{{{labels}}}={sample.Value}@{(sample.TimeNs - TimeNs) / 1_000_000_000}"));
        }

        return new Outcome(samples, file.BadRows, file.Problems);
    }

    private sealed record Outcome(IReadOnlyList<string> Samples, long BadRows, IReadOnlyList<FileProblem> Problems);
}
