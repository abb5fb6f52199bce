using System.Reflection;
using Nightjar.Server.Configuration;
using Nightjar.Server.Tests.Architecture;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Configuration;

/// <summary>An option that is not in the table of sections is refused in a file; one that is not in the docs does not exist for users.</summary>
public sealed class ConfigurationDocsTests
{
    private static readonly Assembly[] Assemblies = [typeof(NightjarServer).Assembly, typeof(TelemetryStoreOptions).Assembly];

    [Fact]
    public void EveryOptionsClass_Anywhere_BelongsToASection()
    {
        HashSet<Type> reachable = [];
        foreach (Type type in ConfigurationSections.Known.Values.OfType<Type>())
        {
            AddWithInner(type, reachable);
        }

        IEnumerable<Type> options = Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type is { IsClass: true, IsAbstract: false } && type != typeof(ServerOptions));

        Assert.All(options, type => Assert.Contains(type, reachable));
    }

    public static TheoryData<string> Sections => [.. ConfigurationSections.Known.Keys];

    [Theory]
    [MemberData(nameof(Sections))]
    public void EveryOption_OfTheSection_IsInTheDocs(string section)
    {
        string docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        string prefix = section.Replace(':', '.');
        int start = docs.IndexOf($"## `{prefix}`\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/configuration.md has no section {prefix}.");
        int end = docs.IndexOf("\n## ", start, StringComparison.Ordinal);
        string text = docs[start..(end < 0 ? docs.Length : end)];
        HashSet<Type> types = [];
        if (ConfigurationSections.Known[section] is { } type)
        {
            AddWithInner(type, types);
        }

        Assert.All(types.SelectMany(inner => OptionNames.Of(inner).Keys), key => Assert.Contains($"| `{key}` |", text, StringComparison.Ordinal));
    }

    private static void AddWithInner(Type type, HashSet<Type> found)
    {
        if (type.Namespace?.StartsWith("Nightjar", StringComparison.Ordinal) != true || type.IsEnum || !found.Add(type))
        {
            return;
        }

        foreach (PropertyInfo property in type.GetProperties())
        {
            AddWithInner(property.PropertyType, found);
            foreach (Type argument in property.PropertyType.GetGenericArguments())
            {
                AddWithInner(argument, found);
            }
        }
    }
}
