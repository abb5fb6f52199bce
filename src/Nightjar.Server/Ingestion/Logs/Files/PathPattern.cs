using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>The files that a path with <c>*</c> and <c>?</c> means at this moment.</summary>
internal static partial class PathPattern
{
    /// <summary>
    /// The paths in order of their names. Files put aside by a rotation (<c>.1</c>, <c>-20261125</c>, <c>.gz</c> ...) are none: what was not read of them is found by
    /// their identity. A path without <c>*</c> and <c>?</c> is taken as it is.
    /// </summary>
    public static IEnumerable<string> Expand(string pattern)
    {
        if (!HasWildcard(pattern))
        {
            return File.Exists(pattern) ? [pattern] : [];
        }

        string[] segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> found = ["/"];
        for (int i = 0; i < segments.Length; i++)
        {
            string segment = segments[i];
            bool isLast = i == segments.Length - 1;
            found = found.SelectMany(directory => Within(directory, segment, isLast)).ToArray();
        }

        return found.Where(path => !RotatedName().IsMatch(path)).Order(StringComparer.Ordinal);
    }

    private static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    private static IEnumerable<string> Within(string directory, string segment, bool isLast)
    {
        if (!HasWildcard(segment))
        {
            string path = Path.Combine(directory, segment);
            return (isLast ? File.Exists(path) : Directory.Exists(path)) ? [path] : [];
        }

        try
        {
            string[] names = isLast ? Directory.GetFiles(directory) : Directory.GetDirectories(directory);
            return names.Where(path => FileSystemName.MatchesSimpleExpression(segment, Path.GetFileName(path.AsSpan()), ignoreCase: false));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return []; // gone since, or not for this user: as if it were not there
        }
    }

    [GeneratedRegex(@"(\.\d{1,4}|[-.]\d{8}(-\d+)?|\.(gz|xz|bz2|zst|zip|old|bak|swp)|~)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex RotatedName();
}
