using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Nightjar.Server.Tests.Architecture;

/// <summary>What the pages say of the repository itself.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void EveryLink_OfAPage_LeadsToAFile()
    {
        string[] pages = [.. Repository.Files.Where(file => file is "README.md" or "ARCHITECTURE.md" || (file.StartsWith("docs/", StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal)))];
        Assert.Contains("docs/api.md", pages);
        Assert.All(pages, page => Assert.All(
            Link().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value).Where(link => !link.Contains(':', StringComparison.Ordinal)),
            link => Assert.True(
                Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page) ?? "", link)), $"{page} links to {link}, which is not there.")));
    }

    [Fact]
    public void EveryPackage_OfTheRepository_HasAReasonInTheDecisions()
    {
        string decisions = string.Concat(Repository.Files.Where(file => file.StartsWith("docs/decisions/", StringComparison.Ordinal)).Select(Repository.Read));
        string[] packages = [.. Repository.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || file == "Directory.Build.props")
            .SelectMany(file => XDocument.Parse(Repository.Read(file)).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")?.Value ?? "")];
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Contains(package, decisions, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
