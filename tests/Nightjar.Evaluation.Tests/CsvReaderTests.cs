using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Tests;

public sealed class CsvReaderTests
{
    private static readonly long Noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).ToUnixNs();

    [Theory]
    [InlineData("2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T13:00:00+01:00")]
    [InlineData("2026-01-31 12:00:00")]
    [InlineData("1769860800")]
    [InlineData("1769860800.0")]
    [InlineData("1769860800000")]
    [InlineData("1769860800000000")]
    [InlineData("1769860800000000000")]
    public void TryRead_TimesInManyForms_AreTheSameInstant(string time)
    {
        CsvTable table = Read($"timestamp,value\n{time},1\n");
        Assert.Equal(Noon, table.Columns[0].TimesNs[0]);
    }

    [Theory]
    [InlineData("timestamp,a,b\n1,2,3\n", "a b")]
    [InlineData("a;time;b\n1;2;3\n", "a b")]
    [InlineData("1\t2\t3\n", "column2 column3")]
    [InlineData("time,host,cpu\n1,web-1,2\n2,web-1,3\n", "cpu")]
    [InlineData("\uFEFFtime,\"cpu, user\"\n1,2\n", "cpu, user")]
    [InlineData("# a comment\n\ntime,a\n1,2\n", "a")]
    public void TryRead_Layouts_GiveTheColumnsOfNumbers(string text, string columns)
    {
        CsvTable table = Read(text);
        Assert.Equal(columns, string.Join(' ', table.Columns.Select(column => column.Name)));
        Assert.Equal(0, table.BadRows);
    }

    [Fact]
    public void TryRead_BadRows_AreCountedWithTheirLines()
    {
        CsvTable table = Read("time,a\n1,1\nyesterday,2\n3,x\n4,4,4\n5,\"5\n3,6\n1,7\n7,\n8,8\n");
        Assert.Equal([1, 6, 8], table.Columns[0].Values.Select(value => (int)value));
        Assert.Equal(5, table.BadRows);
        Assert.Equal([3, 4, 5, 6, 8], table.Problems.Select(problem => problem.Line).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("one\n")]
    [InlineData("time,value\n")]
    [InlineData("time,host\n1,web\n")]
    [InlineData("time,value\nnever,1\n")]
    public void TryRead_NoSeries_IsRefusedWithASentence(string text)
    {
        Assert.False(CsvReader.TryRead(new StringReader(text), null, null, out _, out string? problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void TryRead_UnknownTimeColumn_NamesThoseThereAre()
    {
        Assert.False(CsvReader.TryRead(new StringReader("t,a\n1,2\n"), "when", null, out _, out string? problem));
        Assert.Contains("t, a", problem, StringComparison.Ordinal);
    }

    /// <summary>NIGHTJAR_FUZZ_CASES sets how many texts are tried (default 5,000).</summary>
    [Fact]
    public void TryRead_AnyText_NeverThrowsAndTimesAscend()
    {
        int cases = int.Parse(Environment.GetEnvironmentVariable("NIGHTJAR_FUZZ_CASES") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        Gen<string> text = Gen.Elements(
            "time", "a", ",", ";", "\t", "\n", "\r\n", "\"", "\"\"", "1", "2", "-1", "1e400", "NaN", "9223372036854775807", "2026-01-31T12:00:00Z", "0001-01-01", "9999-12-31", "#", " ", "\uFEFF", "x", ".5", "1e17")
            .ListOf().Select(string.Concat);
        Prop.ForAll(
            text.ToArbitrary(),
            content => CsvReader.TryRead(new StringReader(content), null, null, out CsvTable? table, out string? problem)
                ? table!.Columns.All(column => column.TimesNs.Count == column.Values.Count && column.TimesNs.Zip(column.TimesNs.Skip(1)).All(pair => pair.First < pair.Second))
                : problem!.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }

    private static CsvTable Read(string text)
    {
        Assert.True(CsvReader.TryRead(new StringReader(text), null, null, out CsvTable? table, out string? problem), problem);
        return table;
    }
}
