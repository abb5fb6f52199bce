using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Anomalies;

namespace Nightjar.Evaluation.Tests.Anomalies;

public sealed class LabelledCsvTests
{
    [Fact]
    public void TryRead_Rows_KeepsOrderRepeatsAndStepsBack()
    {
        LabelledSeries series = Read("timestamp,value,label\n1500000060,1,0\n1500000060,2.5,1\n1500000000,,0\n\n", needsLabels: true);
        Assert.Equal([1_500_000_060 * Clock.NsPerSecond, 1_500_000_060 * Clock.NsPerSecond, 1_500_000_000 * Clock.NsPerSecond], series.TimesNs);
        Assert.Equal([1, 2.5, double.NaN], series.Values);
        Assert.Equal([false, true, false], series.Labels);
    }

    [Theory]
    [InlineData("timestamp,value\n2014-02-14 14:30:00,1\n")]
    [InlineData("\uFEFFVALUE,Timestamp\r\n1,2014-02-14T14:30:00Z\r\n")]
    [InlineData("\"timestamp\",\"value\",\"host\"\n1392388200,\"1\",\"a, b\"\n")]
    public void TryRead_OtherForms_AreTheSame(string text)
    {
        LabelledSeries series = Read(text, needsLabels: false);
        Assert.Equal((1_392_388_200 * Clock.NsPerSecond, 1.0), (series.TimesNs[0], series.Values[0]));
    }

    [Theory]
    [InlineData("", "f, line 1: the file is empty.")]
    [InlineData("time,value,label\n", "f, line 1: there is no column timestamp: expected the heading timestamp,value,label.")]
    [InlineData("timestamp,value\n1,2\n", "f, line 1: there is no column label: expected the heading timestamp,value,label.")]
    [InlineData("timestamp,value,label\n", "f: holds no rows.")]
    [InlineData("timestamp,value,label\n1500000000,1,0\n1500000060,1\n", "f, line 3: expected 3 fields.")]
    [InlineData("timestamp,value,label\n1500000000,1,0,9\n", "f, line 2: expected 3 fields.")]
    [InlineData("timestamp,value,label\nsoon,1,0\n", "f, line 2: 'soon' is no time (ISO 8601, or s, ms, us, ns since 1970).")]
    [InlineData("timestamp,value,label\n1500000000,x,0\n", "f, line 2: 'x' is no number.")]
    [InlineData("timestamp,value,label\n1500000000,1,2\n", "f, line 2: '2' is no label (0 or 1).")]
    public void TryRead_WhatCannotBeUsed_IsSaidWithItsLine(string text, string said)
    {
        Assert.False(LabelledCsv.TryRead(new StringReader(text), "f", "f", needsLabels: true, out _, out DataProblem? problem));
        Assert.Equal(said, problem.ToString());
    }

    /// <summary>NIGHTJAR_FUZZ_CASES sets how many texts are tried (default 5,000).</summary>
    [Fact]
    public void TryRead_AnyText_NeverThrowsAndRowsMatch()
    {
        int cases = int.Parse(Environment.GetEnvironmentVariable("NIGHTJAR_FUZZ_CASES") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        Gen<string> text = Gen.Elements(",", "\n", "\r\n", "\"", "\"\"", "1", "0", "-1", "1e400", "NaN", "1500000000", "9223372036854775807", "2026-01-31T12:00:00Z", "0001-01-01", " ", "x", ".5")
            .ListOf().Select(parts => "timestamp,value,label\n" + string.Concat(parts));
        Prop.ForAll(
            text.ToArbitrary(),
            content => LabelledCsv.TryRead(new StringReader(content), "f", "f", needsLabels: true, out LabelledSeries? series, out DataProblem? problem)
                ? series!.Count > 0 && series.TimesNs.Length == series.Count && series.Labels.Length == series.Count
                : problem!.Sentence.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }

    private static LabelledSeries Read(string text, bool needsLabels)
    {
        Assert.True(LabelledCsv.TryRead(new StringReader(text), "f", "f", needsLabels, out LabelledSeries? series, out DataProblem? problem), problem?.ToString());
        return series;
    }
}
