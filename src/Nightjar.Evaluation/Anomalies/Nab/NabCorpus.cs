using System.Diagnostics.CodeAnalysis;

namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>A folder in NAB's layout: <c>data/FOLDER/FILE.csv</c> and <c>labels/combined_windows.json</c>.</summary>
/// <param name="Files">Those that have both data and an entry in the labels, in the order of their keys.</param>
/// <param name="Missing">Keys without data: a part of NAB is scored as that part.</param>
public sealed record NabCorpus(IReadOnlyList<NabFile> Files, IReadOnlyList<string> Missing)
{
    /// <summary>Reads it; false with the problem named. Throws <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> when it cannot be opened.</summary>
    public static bool TryRead(string folder, [NotNullWhen(true)] out NabCorpus? corpus, [NotNullWhen(false)] out DataProblem? problem)
    {
        corpus = null;
        string labelFile = Path.Combine(folder, "labels", "combined_windows.json");
        if (!NabLabels.TryRead(File.ReadAllText(labelFile), labelFile, out IReadOnlyList<(string Key, IReadOnlyList<(long FromNs, long ToNs)> Windows)>? labels, out problem))
        {
            return false;
        }

        string[] missing = [.. labels.Select(one => one.Key).Where(key => !File.Exists(PathOf(folder, key)))];
        labels = [.. labels.Where(one => !missing.Contains(one.Key))];
        if (labels.Count == 0)
        {
            problem = new DataProblem(Path.Combine(folder, "data"), null, "holds none of the files that the labels name");
            return false;
        }

        if (!SeriesFile.TryReadMany([.. labels.Select(one => (PathOf(folder, one.Key), one.Key))], needsLabels: false, out IReadOnlyList<LabelledSeries>? series, out problem))
        {
            return false;
        }

        List<NabFile> files = [];
        for (int i = 0; i < series.Count; i++)
        {
            if (!NabFile.TryCreate(series[i], labels[i].Windows, labelFile, out NabFile? file, out problem))
            {
                return false;
            }

            files.Add(file);
        }

        corpus = new NabCorpus(files, missing);
        return true;
    }

    private static string PathOf(string folder, string key) => Path.Combine(folder, "data", key.Replace('/', Path.DirectorySeparatorChar));
}
