namespace Nightjar.Evaluation.Tests.Anomalies;

/// <summary>Benchmarks that lie beside the repository, in <c>../shared/data</c>, where there are any.</summary>
internal static class SharedData
{
    /// <summary>A folder of it; skips the test where it is absent.</summary>
    public static string Folder(string name)
    {
        string? folder = Candidates().Select(root => Path.Combine(root, "shared", "data", name)).FirstOrDefault(Directory.Exists);
        Assert.SkipWhen(folder is null, $"There is no ../shared/data/{name} beside the repository.");
        return folder!; // Skip does not return
    }

    /// <summary>What lies above the solution; of a second working tree of it, what lies above the first.</summary>
    private static IEnumerable<string> Candidates()
    {
        DirectoryInfo? solution = new(AppContext.BaseDirectory);
        while (solution is not null && !File.Exists(Path.Combine(solution.FullName, "Nightjar.slnx")))
        {
            solution = solution.Parent;
        }

        if (solution?.Parent is not { } above)
        {
            yield break;
        }

        yield return above.FullName;
        string link = Path.Combine(solution.FullName, ".git");
        if (File.Exists(link) && File.ReadAllText(link) is ['g', 'i', 't', 'd', 'i', 'r', ':', ' ', .. string path])
        {
            yield return Path.GetFullPath(Path.Combine(path.Trim(), "..", "..", "..", ".."));
        }
    }
}
