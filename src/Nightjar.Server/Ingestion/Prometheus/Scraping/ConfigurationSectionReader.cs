using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Reads the keys of one mapping in Prometheus' configuration; every fault names the key and what to do.</summary>
internal sealed partial class ConfigurationSectionReader(IConfiguration section, string where)
{
    /// <summary>Where it stands, for messages.</summary>
    public string Where { get; } = where;

    /// <summary>Refuses keys that would otherwise be passed over in silence.</summary>
    public void Allow(params string[] keys)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!keys.Contains(child.Key, StringComparer.Ordinal))
            {
                throw new ConfigurationException(
                    $"{Where}: the key {child.Key} is not supported here. Remove it; known keys are {string.Join(", ", keys)}.");
            }
        }
    }

    public string? Text(string key)
    {
        IConfigurationSection child = section.GetSection(key);
        return child.GetChildren().Any() ? throw Fault(key, "must be a single value") : child.Value;
    }

    public string Text(string key, string otherwise) => Text(key) is { Length: > 0 } text ? text : otherwise;

    public bool Flag(string key, bool otherwise) => Text(key) switch
    {
        null or "" => otherwise,
        "true" or "True" => true,
        "false" or "False" => false,
        string other => throw Fault(key, $"must be true or false, not {other}"),
    };

    public TimeSpan Duration(string key, TimeSpan otherwise)
    {
        string? text = Text(key);
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        Match parts = DurationPattern().Match(text);
        double ms = 0;
        string[] units = ["y", "w", "d", "h", "m", "s", "ms"];
        double[] unitMs = [365 * 86_400_000d, 7 * 86_400_000d, 86_400_000d, 3_600_000d, 60_000d, 1_000d, 1d];
        for (int i = 0; i < units.Length; i++)
        {
            ms += parts.Groups[units[i]].Success ? double.Parse(parts.Groups[units[i]].ValueSpan, CultureInfo.InvariantCulture) * unitMs[i] : 0;
        }

        return parts.Success && ms is >= 1 and < 1e13
            ? TimeSpan.FromMilliseconds(ms)
            : throw Fault(key, $"must be a duration above zero such as 15s, 1m30s or 500ms, not {text}");
    }

    public long Count(string key) =>
        Text(key) is not { Length: > 0 } text ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count
        : throw Fault(key, $"must be a whole number, not {text}");

    /// <summary>A size in bytes; units are powers of 1024, as in Prometheus.</summary>
    public long Size(string key)
    {
        string text = Text(key, "0");
        Match parts = SizePattern().Match(text);
        if (!parts.Success)
        {
            throw Fault(key, $"must be a size such as 512KB or 10MB, not {text}");
        }

        int power = parts.Groups["unit"].Value is { Length: > 0 } unit ? "KMGT".IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal) + 1 : 0;
        return (long)(double.Parse(parts.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * Math.Pow(1024, power));
    }

    /// <summary>The items of a list, in order.</summary>
    public IEnumerable<ConfigurationSectionReader> Items(string key) =>
        section.GetSection(key).GetChildren().OrderBy(child => Index(key, child)).Select(child => new ConfigurationSectionReader(child, $"{Where}.{key}[{child.Key}]"));

    /// <summary>A list of single values.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        [.. section.GetSection(key).GetChildren().OrderBy(child => Index(key, child)).Select(child => child.Value ?? throw Fault(key, "must be a list of single values"))];

    /// <summary>A nested mapping, or null.</summary>
    public ConfigurationSectionReader? Section(string key) =>
        section.GetSection(key) is { } child && child.GetChildren().Any() ? new ConfigurationSectionReader(child, $"{Where}.{key}") : null;

    /// <summary>Its keys with their values.</summary>
    public IEnumerable<(string Key, string Value)> Pairs() =>
        section.GetChildren().Select(child => (child.Key, child.Value ?? throw Fault(child.Key, "must be a single value")));

    /// <summary>Its keys.</summary>
    public IEnumerable<string> Keys() => section.GetChildren().Select(child => child.Key);

    public ConfigurationException Fault(string key, string what) => new($"{Where}.{key} {what}.");

    private int Index(string key, IConfigurationSection child) =>
        int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : throw Fault(key, "must be a list");

    [GeneratedRegex(@"^(?:(?<y>\d+)y)?(?:(?<w>\d+)w)?(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^(?<number>\d+(?:\.\d+)?)(?<unit>[KMGT]i?)?B?$", RegexOptions.IgnoreCase)]
    private static partial Regex SizePattern();
}
