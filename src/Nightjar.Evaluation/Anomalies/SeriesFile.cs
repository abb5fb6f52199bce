using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Nightjar.Evaluation.Anomalies;

/// <summary>Finds and opens series in folders: <c>NAME.csv</c> and <c>NAME.csv.gz</c>.</summary>
public static class SeriesFile
{
    private const string Csv = ".csv";
    private const string Gzip = ".gz";

    /// <summary>The name of a series: its file without endings.</summary>
    public static string NameOf(string path) => WithoutEndings(Path.GetFileName(path));

    /// <summary>True when what somebody typed (a name, a key, a path) means this series.</summary>
    public static bool IsMeant(string typed, string name)
    {
        string left = "/" + WithoutEndings(typed.Replace('\\', '/'));
        string right = "/" + WithoutEndings(name);
        return left.EndsWith(right, StringComparison.Ordinal) || right.EndsWith(left, StringComparison.Ordinal);
    }

    /// <summary>Reads one file. Throws <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> when it cannot be opened.</summary>
    public static bool TryRead(
        string path, string name, bool needsLabels, [NotNullWhen(true)] out LabelledSeries? series, [NotNullWhen(false)] out DataProblem? problem)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream bytes = path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using StreamReader text = new(bytes, bufferSize: 1 << 16);
            return LabelledCsv.TryRead(text, path, name, needsLabels, out series, out problem);
        }
        catch (InvalidDataException failure)
        {
            series = null;
            problem = new DataProblem(path, null, $"is no whole gzip file ({failure.Message.TrimEnd('.')})");
            return false;
        }
    }

    /// <summary>Reads all series of a folder, in the order of their names. Throws as <see cref="TryRead"/> does.</summary>
    public static bool TryReadAll(
        string folder, [NotNullWhen(true)] out IReadOnlyList<LabelledSeries>? series, [NotNullWhen(false)] out DataProblem? problem)
    {
        string[] paths = [.. Directory.EnumerateFiles(folder)
            .Where(path => path.EndsWith(Csv, StringComparison.OrdinalIgnoreCase) || path.EndsWith(Csv + Gzip, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
        string? twice = paths.GroupBy(NameOf).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (paths.Length == 0 || twice is not null)
        {
            series = null;
            problem = new DataProblem(folder, null, twice is null ? "holds no .csv or .csv.gz file" : $"holds {twice} twice, plain and compressed");
            return false;
        }

        return TryReadMany([.. paths.Select(path => (path, NameOf(path)))], needsLabels: true, out series, out problem);
    }

    /// <summary>Reads files side by side; of several problems the first one in order is told. Throws as <see cref="TryRead"/> does.</summary>
    public static bool TryReadMany(
        IReadOnlyList<(string Path, string Name)> files,
        bool needsLabels,
        [NotNullWhen(true)] out IReadOnlyList<LabelledSeries>? series,
        [NotNullWhen(false)] out DataProblem? problem)
    {
        LabelledSeries?[] read = new LabelledSeries?[files.Count];
        DataProblem?[] problems = new DataProblem?[files.Count];
        try
        {
            Parallel.For(0, files.Count, i => TryRead(files[i].Path, files[i].Name, needsLabels, out read[i], out problems[i]));
        }
        catch (AggregateException failures) when (failures.InnerExceptions.All(one => one is IOException or UnauthorizedAccessException))
        {
            throw new IOException(failures.InnerExceptions[0].Message, failures);
        }

        problem = problems.FirstOrDefault(one => one is not null);
        series = problem is null ? [.. read.OfType<LabelledSeries>()] : null;
        return series is not null;
    }

    private static string WithoutEndings(string name)
    {
        name = name.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? name[..^Gzip.Length] : name;
        return name.EndsWith(Csv, StringComparison.OrdinalIgnoreCase) ? name[..^Csv.Length] : name;
    }
}
