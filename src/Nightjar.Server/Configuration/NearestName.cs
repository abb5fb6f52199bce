namespace Nightjar.Server.Configuration;

/// <summary>The known name that somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest by edit distance, or null when none is near: at most a third of its letters wrong, and two in a short one.</summary>
    public static string? Of(string written, IEnumerable<string> known)
    {
        (string? name, int distance) = known
            .Select(candidate => ((string?)candidate, Distance: Distance(written.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return name is not null && distance <= Math.Max(2, name.Length / 3) ? name : null;
    }

    /// <summary>Levenshtein's distance: letters to insert, delete or replace.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
