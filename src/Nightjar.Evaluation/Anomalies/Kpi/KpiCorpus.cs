using System.Diagnostics.CodeAnalysis;

namespace Nightjar.Evaluation.Anomalies.Kpi;

/// <summary>Series in two parts: one to learn and to choose the threshold on, one to be judged by.</summary>
/// <param name="Train">May be empty.</param>
/// <param name="Test">What is reported; may be empty in a corpus for the threshold alone.</param>
public sealed record KpiCorpus(IReadOnlyList<LabelledSeries> Train, IReadOnlyList<LabelledSeries> Test)
{
    /// <summary>Reads <c>train/</c> and <c>test/</c>; a folder that is not there is empty. Throws as <see cref="SeriesFile.TryRead"/> does.</summary>
    public static bool TryRead(string folder, [NotNullWhen(true)] out KpiCorpus? corpus, [NotNullWhen(false)] out DataProblem? problem)
    {
        corpus = null;
        if (TryPart(folder, "train", out IReadOnlyList<LabelledSeries>? train, out problem) && TryPart(folder, "test", out IReadOnlyList<LabelledSeries>? test, out problem))
        {
            corpus = new KpiCorpus(train, test);
        }

        return corpus is not null;
    }

    /// <summary>Series without a part to learn on: all are both, and scored once.</summary>
    public static KpiCorpus Undivided(IReadOnlyList<LabelledSeries> series) => new(series, series);

    /// <summary>Each series once: its train, then its test, as far as there are.</summary>
    public IReadOnlyList<IReadOnlyList<LabelledSeries>> Chains =>
        [.. Train.Union(Test).GroupBy(part => part.Name).Select(parts => (IReadOnlyList<LabelledSeries>)[.. parts])];

    private static bool TryPart(string folder, string part, [NotNullWhen(true)] out IReadOnlyList<LabelledSeries>? series, [NotNullWhen(false)] out DataProblem? problem)
    {
        string path = Path.Combine(folder, part);
        if (Directory.Exists(path))
        {
            return SeriesFile.TryReadAll(path, out series, out problem);
        }

        series = [];
        problem = null;
        return true;
    }
}
