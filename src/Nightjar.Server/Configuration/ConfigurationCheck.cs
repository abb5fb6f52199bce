using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Nightjar.Server.Configuration;

/// <summary>
/// Compares what is written with the options classes: keys that nobody reads, values of the wrong type or outside their range.
/// Collects all problems, a sentence each, and the values that .NET's binder would not understand as it would.
/// </summary>
/// <param name="file">Its path, for the sentences.</param>
/// <param name="lines">What stands in it, by key.</param>
/// <param name="settings">What the command line sets, by key.</param>
internal sealed class ConfigurationCheck(
    string file, IReadOnlyDictionary<string, ConfigurationLine> lines, IReadOnlyDictionary<string, string?> settings)
{
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, string?> _rewritten = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Durations and sizes in .NET's own form, by key.</summary>
    public IReadOnlyDictionary<string, string?> Rewritten => _rewritten;

    /// <summary>Checks every section.</summary>
    public void Run(IConfiguration configuration)
    {
        string[] names = [.. ConfigurationSections.Known.Keys.Where(IsTop)];
        foreach (IConfigurationSection section in configuration.GetChildren())
        {
            if (ConfigurationSections.Known.TryGetValue(section.Path, out Type? type))
            {
                if (type is not null)
                {
                    Check(section, type, null);
                }
            }
            else if (lines.ContainsKey(section.Path) || settings.Keys.Any(key => IsWithin(key, section.Path)))
            {
                // An environment variable that begins with NIGHTJAR_ may be meant for something else; a line of the file or a setting is not.
                Say(section, Unknown(section.Key, names, "section"));
            }
        }
    }

    private static bool IsWithin(string key, string section) =>
        key.Split(ConfigurationPath.KeyDelimiter)[0].Equals(section, StringComparison.OrdinalIgnoreCase);

    private static bool IsTop(string path) => !path.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    private void Check(IConfigurationSection section, Type declared, PropertyInfo? property)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (IsScalar(type))
        {
            CheckValue(section, type, property);
        }
        else if (!string.IsNullOrEmpty(section.Value))
        {
            Say(section, ElementOf(type) is null ? "has keys under it, not a value" : "is a list: write each item on a line of its own after `- `");
        }
        else if (ElementOf(type) is { } element)
        {
            foreach (IConfigurationSection item in section.GetChildren())
            {
                Check(item, element, null);
            }
        }
        else
        {
            CheckKeys(section, type);
        }
    }

    private void CheckKeys(IConfigurationSection section, Type type)
    {
        int before = _problems.Count;
        Dictionary<string, PropertyInfo> properties = OptionNames.Of(type);
        string[] inner = [.. ConfigurationSections.Known.Keys.Where(path => IsInner(path, section.Path)).Select(path => path[(path.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal) + 1)..])];
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (properties.GetValueOrDefault(child.Key) is { } property)
            {
                Check(child, property.PropertyType, property);
            }
            else if (!ConfigurationSections.Known.TryGetValue(child.Path, out Type? innerType))
            {
                Say(child, Unknown(child.Key, [.. properties.Keys, .. inner], "key"));
            }
            else if (innerType is not null)
            {
                Check(child, innerType, null);
            }
        }

        if (_problems.Count == before && type.IsAssignableTo(typeof(IValidatableObject)))
        {
            CheckWhole(section, type);
        }
    }

    /// <summary>What only the class itself can judge, such as one value against another: said at the key it names, if that is written.</summary>
    private void CheckWhole(IConfigurationSection section, Type type)
    {
        if (section.Get(type) is not IValidatableObject whole)
        {
            return;
        }

        foreach (ValidationResult broken in whole.Validate(new ValidationContext(whole)))
        {
            IConfigurationSection? key = broken.MemberNames.Select(section.GetSection).FirstOrDefault(child => child.Value is not null);
            Say(key ?? section, broken.ErrorMessage ?? "is not valid");
        }
    }

    private void CheckValue(IConfigurationSection section, Type type, PropertyInfo? property)
    {
        if (section.Value is null)
        {
            if (section.GetChildren().Any())
            {
                Say(section, $"is {ConfigurationValue.Expected(type, false)}, without keys under it");
            }

            return;
        }

        bool isSize = property is not null && property.Name.EndsWith("Bytes", StringComparison.Ordinal);
        object? value = ConfigurationValue.Read(section.Value, type, isSize);
        if (value is null)
        {
            Say(section, $"is '{section.Value}', and must be {ConfigurationValue.Expected(type, isSize)}");
            return;
        }

        if (property?.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(rule => !rule.IsValid(value)) is { } broken)
        {
            Say(section, OptionNames.Demand(broken, section.Key));
        }

        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (type != typeof(string) && text != section.Value)
        {
            _rewritten[section.Path] = text;
        }
    }

    private void Say(IConfigurationSection section, string what)
    {
        string key = section.Path.Replace(ConfigurationPath.KeyDelimiter, ".", StringComparison.Ordinal);
        bool fromFile = lines.TryGetValue(section.Path, out ConfigurationLine? line) && (line.Value is null || line.Value == section.Value);
        _problems.Add(fromFile && line is not null ? $"{file}, line {line.Number}: {key} {what}." : $"{key} {what}.");
    }

    private static bool IsInner(string path, string parent) =>
        !IsTop(path) && string.Equals(ConfigurationPath.GetParentPath(path), parent, StringComparison.OrdinalIgnoreCase);

    private static string Unknown(string written, IReadOnlyCollection<string> known, string what) =>
        NearestName.Of(written, known) is { } nearest
            ? $"is not a {what} that Nightjar knows: did you mean {nearest}?"
            : $"is not a {what} that Nightjar knows: here it knows {string.Join(", ", known)}";

    private static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || (type != typeof(object) && TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)));

    /// <summary>The type of a list's items or of a dictionary's values; null for any other type.</summary>
    private static Type? ElementOf(Type type) =>
        type.GetInterfaces().Append(type)
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(contract => contract.GetGenericArguments()[0])
            .Select(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? item.GetGenericArguments()[1] : item)
            .FirstOrDefault();
}
