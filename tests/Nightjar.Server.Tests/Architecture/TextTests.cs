using System.Text.RegularExpressions;

namespace Nightjar.Server.Tests.Architecture;

/// <summary>What the style sheet says of files, which no compiler checks.</summary>
public sealed partial class TextTests
{
    private const int SourceLines = 500;
    private const int TestLines = 800;
    private const int RazorLines = 200;
    private const int CodeBehindLines = 300;

    [Fact]
    public void EveryFile_OfCode_IsShortEnoughToRead()
    {
        Assert.NotEmpty(CodeFiles);
        Assert.All(CodeFiles.Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal)), file =>
        {
            int lines = Repository.Read(file).Split('\n').Length - 1;
            Assert.True(lines <= MostLines(file), $"{file} has {lines} lines, at most {MostLines(file)} are allowed: split it.");
        });
    }

    [Fact]
    public void EveryNamespace_OfAFile_IsItsFolder() => Assert.All(CodeFiles.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)), file =>
    {
        Match declared = Namespace().Match(Repository.Read(file));
        if (declared.Success)
        {
            Assert.True(NamespaceOf(file) == declared.Groups[1].Value, $"{file} declares {declared.Groups[1].Value}, its folder is {NamespaceOf(file)}.");
        }
    });

    // Written in pieces, so that this file does not hold what it looks for.
    [Fact]
    public void NoFile_OfTheRepository_HoldsAPathOfOneMachine()
    {
        Regex path = new(@"(?<![\w./}-])/(wo" + @"rk|tmp/w" + @"t|tmp/bash_" + @"jobs|roo" + @"t)/");
        Assert.All(Repository.TextFiles, file => AssertNone(path, file));
    }

    [Fact]
    public void NoFile_OfCode_PutsOffWorkWithoutAnIssue()
    {
        Regex mark = new(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b(?!.*#\d)");
        Assert.All(CodeFiles, file => AssertNone(mark, file));
    }

    private static IEnumerable<string> CodeFiles => Repository.Files.Where(file => Path.GetExtension(file) is ".cs" or ".razor");

    private static void AssertNone(Regex pattern, string file)
    {
        Match found = pattern.Match(Repository.Read(file));
        Assert.False(found.Success, $"{file} holds '{found.Value}'.");
    }

    private static int MostLines(string file) =>
        file.EndsWith(".razor", StringComparison.Ordinal) ? RazorLines
        : file.EndsWith(".razor.cs", StringComparison.Ordinal) ? CodeBehindLines
        : file.StartsWith("tests/", StringComparison.Ordinal) ? TestLines
        : SourceLines;

    private static string NamespaceOf(string file)
    {
        string[] parts = file.Split('/')[1..^1];
        // "Nightjar" alone is the product's namespace, so the executable's own is named after what it holds.
        parts[0] = parts[0] == "Nightjar" ? "Nightjar.Commands" : parts[0];
        return string.Join('.', parts);
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
