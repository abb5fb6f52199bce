using System.Diagnostics;

namespace Nightjar.Server.Tests.Architecture;

/// <summary>The files under version control, for rules about text.</summary>
internal static class Repository
{
    private static readonly string[] Rooms = ["src", "tests", "docs"];

    private static readonly string[] TextEndings =
        [".cs", ".razor", ".css", ".js", ".csproj", ".props", ".slnx", ".json", ".yaml", ".yml", ".md", ".sh", ".proto", ".html", ".txt", ""];

    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with slashes. Where there is no git (an unpacked archive), the files of src, tests and docs.</summary>
    public static IReadOnlyList<string> Files { get; } = List();

    /// <summary>Those that hold text.</summary>
    public static IEnumerable<string> TextFiles => Files.Where(file => TextEndings.Contains(Path.GetExtension(file)));

    /// <summary>The content of one.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Nightjar.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests run from within the repository.");
    }

    private static List<string> List()
    {
        if (!Path.Exists(Path.Combine(Root, ".git")))
        {
            return [.. Rooms
                .SelectMany(top => Directory.EnumerateFiles(Path.Combine(Root, top), "*", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))];
        }

        using Process git = Process.Start(new ProcessStartInfo("git", ["ls-files"]) { WorkingDirectory = Root, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("git does not start.");
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Root, file)))];
    }
}
