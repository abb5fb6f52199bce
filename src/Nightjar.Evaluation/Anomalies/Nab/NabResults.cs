using System.Globalization;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>Writes scores as NAB's result files: <c>FOLDER/METHOD_FILE.csv</c> with <c>timestamp,value,anomaly_score,label</c>.</summary>
public static class NabResults
{
    // NAB's own word for "nothing is detected": above every score there can be.
    private const double AboveAll = 1.1;

    /// <summary>A score from 0 to ∞ as one from 0 to 1, in the same order; a threshold of ∞ as one above all.</summary>
    public static double Map(double score) => double.IsPositiveInfinity(score) ? AboveAll : score / (1 + score);

    /// <summary>Writes one file; folders are made. Throws <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.</summary>
    public static void Write(string folder, string method, NabFile file, double[] scores)
    {
        string[] key = file.Series.Name.Split('/');
        Directory.CreateDirectory(Path.Combine(folder, key[0]));
        using StreamWriter writer = new(Path.Combine(folder, key[0], $"{method}_{key[1]}"));
        writer.Write("timestamp,value,anomaly_score,label\n");
        for (int i = 0; i < scores.Length; i++)
        {
            DateTimeOffset time = Clock.ToTime(file.Series.TimesNs[i]);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.FFFFFFF},{file.Series.Values[i]},{Map(scores[i])},{(file.Series.Labels[i] ? 1 : 0)}\n"));
        }
    }
}
