using System.IO.Compression;
using Nightjar.Evaluation.Anomalies;

namespace Nightjar.Evaluation.Tests.Anomalies;

public sealed class SeriesFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nightjar-series-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryReadAll_PlainAndCompressed_AreReadInOrder()
    {
        Write("b.csv", "timestamp,value,label\n1500000000,1,0\n");
        using (GZipStream gzip = new(File.Create(Path.Combine(_folder, "a.csv.gz")), CompressionLevel.Fastest))
        {
            gzip.Write("timestamp,value,label\n1500000000,2,1\n"u8);
        }

        Write("notes.txt", "not a series");
        Assert.True(SeriesFile.TryReadAll(_folder, out IReadOnlyList<LabelledSeries>? series, out _));
        Assert.Equal(["a", "b"], series.Select(one => one.Name));
        Assert.Equal((2.0, true), (series[0].Values[0], series[0].Labels[0]));
    }

    [Theory]
    [InlineData("a.csv.gz", "no gzip", "gzip")]
    [InlineData("a.csv", "timestamp,value,label\n1500000000,x,0\n", "line 2")]
    [InlineData("a.txt", "", "holds no .csv")]
    public void TryReadAll_WhatCannotBeRead_IsNamed(string file, string content, string said)
    {
        Write(file, content);
        Assert.False(SeriesFile.TryReadAll(_folder, out _, out DataProblem? problem));
        Assert.Contains(said, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryReadAll_OneSeriesTwice_IsRefused()
    {
        Write("a.csv", "timestamp,value,label\n1500000000,1,0\n");
        Write("a.csv.gz", "");
        Assert.False(SeriesFile.TryReadAll(_folder, out _, out DataProblem? problem));
        Assert.Contains("a twice", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("realTweets/Twitter_volume_FB.csv", "realTweets/Twitter_volume_FB.csv", true)]
    [InlineData("Twitter_volume_FB", "realTweets/Twitter_volume_FB.csv", true)]
    [InlineData("nab/data/realTweets/Twitter_volume_FB.csv", "realTweets/Twitter_volume_FB.csv", true)]
    [InlineData("train/4.csv.gz", "4", true)]
    [InlineData("4", "24", false)]
    [InlineData("FB", "realTweets/Twitter_volume_FB.csv", false)]
    public void IsMeant_NamesKeysAndPaths_MeanTheirSeriesAlone(string typed, string name, bool meant) => Assert.Equal(meant, SeriesFile.IsMeant(typed, name));

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder, file), content);
}
