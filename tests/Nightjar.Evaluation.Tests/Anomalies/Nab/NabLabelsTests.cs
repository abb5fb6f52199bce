using FsCheck;
using FsCheck.Fluent;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.Nab;

namespace Nightjar.Evaluation.Tests.Anomalies.Nab;

public sealed class NabLabelsTests
{
    [Fact]
    public void TryRead_NabsForm_GivesInstantsInTheOrderOfKeys()
    {
        const string Json = """{"b/x.csv": [["2014-04-10 07:15:00.000000", "2014-04-10 07:20:00"]], "a/y.csv": []}""";
        Assert.True(NabLabels.TryRead(Json, "labels", out IReadOnlyList<(string Key, IReadOnlyList<(long FromNs, long ToNs)> Windows)>? labels, out DataProblem? problem), problem?.ToString());
        Assert.Equal(["a/y.csv", "b/x.csv"], labels.Select(one => one.Key));
        Assert.Equal((1_397_114_100_000_000_000, 1_397_114_400_000_000_000), labels[1].Windows.Single());
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{\n\n\"a/b.csv\": [", "line 3")]
    [InlineData("[]", "object")]
    [InlineData("{\"b.csv\": []}", "b.csv")]
    [InlineData("{\"../b.csv\": []}", "../b.csv")]
    [InlineData("{\"a/b.csv\": [[\"2014-04-10\"]]}", "a/b.csv")]
    [InlineData("{\"a/b.csv\": [[\"2014-04-10\", \"never\"]]}", "a/b.csv")]
    [InlineData("{\"a/b.csv\": [], \"a/b.csv\": []}", "once")]
    [InlineData("{\"a/\\ud800.csv\": []}", "labels")]
    public void TryRead_WhatIsNoLabels_IsSaid(string json, string said)
    {
        Assert.False(NabLabels.TryRead(json, "labels", out _, out DataProblem? problem));
        Assert.Contains(said, problem.ToString(), StringComparison.Ordinal);
    }

    /// <summary>NIGHTJAR_FUZZ_CASES sets how many texts are tried (default 5,000).</summary>
    [Fact]
    public void TryRead_AnyText_NeverThrows()
    {
        int cases = int.Parse(Environment.GetEnvironmentVariable("NIGHTJAR_FUZZ_CASES") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        Gen<string> text = Gen.Elements("{", "}", "[", "]", ",", ":", "\"a/b.csv\"", "\"2014-04-10 07:15:00\"", "\"\\ud800\"", "\"", "1e999", "null", "\n", "\\", "\0")
            .ListOf().Select(string.Concat);
        Prop.ForAll(text.ToArbitrary(), json => NabLabels.TryRead(json, "labels", out _, out DataProblem? problem) || problem!.Sentence.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }
}
