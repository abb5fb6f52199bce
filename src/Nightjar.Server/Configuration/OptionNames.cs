using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Nightjar.Server.Configuration;

/// <summary>The names of options as they are written in a file.</summary>
internal static class OptionNames
{
    /// <summary>An options class's properties by key, in camel case or as <see cref="ConfigurationKeyNameAttribute"/> says; case does not matter.</summary>
    public static Dictionary<string, PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .ToDictionary(
                property => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name),
                StringComparer.OrdinalIgnoreCase);

    /// <summary>What a broken rule demands. The value is not repeated: it may be a secret.</summary>
    public static string Demand(ValidationAttribute rule, string key) => rule switch
    {
        RangeAttribute range => FormattableString.Invariant($"must be between {range.Minimum} and {range.Maximum}"),
        StringLengthAttribute length => $"must have between {length.MinimumLength} and {length.MaximumLength} characters",
        MinLengthAttribute length => $"must have at least {length.Length} entries or characters",
        _ => "is not valid: " + rule.FormatErrorMessage(key).TrimEnd('.'),
    };
}
