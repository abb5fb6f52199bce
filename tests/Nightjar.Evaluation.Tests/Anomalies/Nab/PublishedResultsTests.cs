using System.Text.Json.Nodes;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.Nab;

namespace Nightjar.Evaluation.Tests.Anomalies.Nab;

/// <summary>The scorer on published result files, against what NAB's own scorer gives for them.</summary>
public sealed class PublishedResultsTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData("numenta")]
    [InlineData("windowedGaussian")]
    public void Final_OfPublishedScores_IsThePublishedOne(string detector)
    {
        string folder = SharedData.Folder("nab");
        JsonNode expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "results-check", "expected.json")))!["detectors"]![detector]!["profiles"]!;
        Assert.True(NabCorpus.TryRead(folder, out NabCorpus? corpus, out DataProblem? problem), problem?.ToString());
        NabScoring scoring = new(corpus.Files, [.. corpus.Files.Select(file => Published(folder, detector, file))]);

        foreach ((string name, NabProfile profile) in new[] { ("standard", NabProfile.Standard), ("reward_low_FP_rate", NabProfile.LowFalsePositive), ("reward_low_FN_rate", NabProfile.LowFalseNegative) })
        {
            double threshold = scoring.BestThreshold(profile, _ => true);
            Assert.Equal((double)expected[name]!["threshold"]!, threshold, Tolerance);
            Assert.Equal((double)expected[name]!["score"]!, scoring.Final(profile, _ => threshold), Tolerance);
            Assert.All(expected[name]!["files"]!.AsArray(), file => IsFile(file!.AsArray(), scoring, profile, threshold, corpus));
        }
    }

    private static void IsFile(JsonArray expected, NabScoring scoring, NabProfile profile, double threshold, NabCorpus corpus)
    {
        int f = corpus.Files.Index().Single(file => file.Item.Series.Name == (string?)expected[0]).Index;
        NabFileScore score = scoring.At(profile, threshold, f);
        Assert.Equal((double)expected[1]!, score.Raw, Tolerance);
        Assert.Equal(
            ((int)expected[2]!, (int)expected[3]!, (int)expected[4]!, (int)expected[5]!),
            (score.TruePositiveRows, score.FalsePositiveRows, score.WindowsHit, score.Windows));
    }

    private static double[] Published(string folder, string detector, NabFile file)
    {
        string[] key = file.Series.Name.Split('/');
        string path = Path.Combine(folder, "results-check", detector, key[0], $"{detector}_{key[1]}");
        Assert.True(CsvReaderOf(path, out double[] scores));
        Assert.Equal(file.Series.Count, scores.Length);
        return scores;
    }

    /// <summary>The third column, by position in the file.</summary>
    private static bool CsvReaderOf(string path, out double[] scores)
    {
        scores = [.. File.ReadLines(path).Skip(1).Select(line => double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture))];
        return scores.Length > 0;
    }
}
