using System.Diagnostics.CodeAnalysis;
using Nightjar.Evaluation.Anomalies;

namespace Nightjar.Commands.Evaluate;

/// <summary>Understands <c>--fit-on</c>: one folder, or files of the data.</summary>
internal static class FitOn
{
    /// <summary>The folder, or null when it is not given or names files.</summary>
    public static string? Folder(IReadOnlyList<string> given) => given is [{ } only] && Directory.Exists(only) ? only : null;

    /// <summary>The choice among the series there are; false, and said, when a file is none of them.</summary>
    public static bool TryChoose(AnomaliesSettings settings, IEnumerable<string> series, string words, [NotNullWhen(true)] out FitChoice? choice)
    {
        choice = new FitChoice(words, _ => true);
        if (settings.FitOn.Count == 0 || Folder(settings.FitOn) is not null)
        {
            return true;
        }

        string[] names = [.. series];
        if (settings.FitOn.FirstOrDefault(typed => !names.Any(name => SeriesFile.IsMeant(typed, name))) is { } unknown)
        {
            Console.Error.WriteLine($"--fit-on {unknown}: neither a folder nor a file of {settings.Data}.");
            choice = null;
            return false;
        }

        HashSet<string> chosen = [.. names.Where(name => settings.FitOn.Any(typed => SeriesFile.IsMeant(typed, name)))];
        choice = new FitChoice(string.Join(", ", chosen.Order(StringComparer.Ordinal)), chosen.Contains);
        return true;
    }
}
