using System.Globalization;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.Nab;

namespace Nightjar.Evaluation.Tests.Anomalies.Nab;

/// <summary>The way from files to figures, on a small corpus made here.</summary>
public sealed class NabEvaluationTests : IDisposable
{
    private const int Rows = 100;
    private readonly string _folder = Directory.CreateTempSubdirectory("nightjar-nab-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Evaluate_ValueAsScore_FindsEachWindowAtItsFirstRow()
    {
        NabReport report = NabEvaluation.Evaluate(new ValueMethod(), Write(5, peak: 9), Corpus(), All, out _);

        Assert.Equal((100, 100, 100), (report.Standard, report.LowFalsePositive, report.LowFalseNegative));
        Assert.Equal(100, report.CrossValidated);
        Assert.Equal(0.9, report.Threshold, 1e-12);
        Assert.Equal(9, report.OwnThreshold);

        // Above 9 nothing is found: seven of thirteen thresholds lie at or below it.
        Assert.Equal(700.0 / 13, report.MeanOverThresholds, 1e-9);
    }

    [Fact]
    public void Evaluate_ThresholdFromElsewhere_IsUsedAsItIs()
    {
        Write(5, peak: 9);
        NabCorpus scored = Corpus();
        NabCorpus other = Write(5, peak: 20);
        NabReport report = NabEvaluation.Evaluate(new ValueMethod(), scored, other, All, out _);

        Assert.Equal((0, 20), (report.Standard, report.OwnThreshold));
    }

    [Fact]
    public void Evaluate_FewFiles_HasNoFolds() =>
        Assert.Null(NabEvaluation.Evaluate(new ValueMethod(), Write(4, peak: 9), Corpus(), All, out _).CrossValidated);

    [Fact]
    public void Write_Results_AreReadBackAsTheSameScores()
    {
        NabCorpus corpus = Write(5, peak: 9);
        NabEvaluation.Evaluate(new ValueMethod(), corpus, corpus, All, out MethodRun run);
        NabResults.Write(_folder, "m", corpus.Files[0], run.Scores[0][0].Events);

        string[] lines = File.ReadAllLines(Path.Combine(_folder, "sub", "m_f0.csv"));
        Assert.Equal(("timestamp,value,anomaly_score,label", Rows + 1), (lines[0], lines.Length));
        Assert.Equal("2014-01-01 04:10:00,9,0.9,1", lines[51]);
        Assert.Equal("2014-01-01 04:00:00,1,0.5,0", lines[49]);
    }

    [Fact]
    public void TryRead_FileThatIsMissing_IsNamedAndTheRestIsRead()
    {
        Write(5, peak: 9);
        File.Delete(Path.Combine(_folder, "data", "sub", "f2.csv"));
        Assert.Equal((4, "sub/f2.csv"), (Corpus().Files.Count, Corpus().Missing.Single()));
    }

    [Fact]
    public void TryRead_BrokenFile_SaysFileAndLine()
    {
        Write(5, peak: 9);
        File.AppendAllText(Path.Combine(_folder, "data", "sub", "f3.csv"), "2014-01-02 00:00:00,much\n");
        Assert.False(NabCorpus.TryRead(_folder, out _, out DataProblem? problem));
        Assert.EndsWith("f3.csv, line 102: 'much' is no number.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_Scores_KeepTheirOrder()
    {
        double[] scores = [0, 1e-9, 0.5, 1, 1.0000001, 50, 1e6, double.PositiveInfinity];
        Assert.Equal(scores.Select(NabResults.Map).Order(), scores.Select(NabResults.Map));
        Assert.All(scores[..^1].Select(NabResults.Map), score => Assert.InRange(score, 0, 1));
    }

    private static FitChoice All => new("all", _ => true);

    private NabCorpus Corpus()
    {
        Assert.True(NabCorpus.TryRead(_folder, out NabCorpus? corpus, out DataProblem? problem), problem?.ToString());
        return corpus;
    }

    /// <summary>Files of ones with a peak at row 50, where a window of five rows begins.</summary>
    private NabCorpus Write(int files, int peak)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data", "sub"));
        Directory.CreateDirectory(Path.Combine(_folder, "labels"));
        for (int f = 0; f < files; f++)
        {
            IEnumerable<string> rows = Enumerable.Range(0, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Time(i)},{(i == 50 ? peak : 1)}\n"));
            File.WriteAllText(Path.Combine(_folder, "data", "sub", $"f{f}.csv"), "timestamp,value\n" + string.Concat(rows));
        }

        IEnumerable<string> labels = Enumerable.Range(0, files).Select(f => $"\"sub/f{f}.csv\": [[\"{Time(50)}.000000\", \"{Time(54)}.000000\"]]");
        File.WriteAllText(Path.Combine(_folder, "labels", "combined_windows.json"), "{" + string.Join(',', labels) + "}");
        return Corpus();
    }

    private static string Time(int row) => new DateTime(2014, 1, 1).AddMinutes(5 * row).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
