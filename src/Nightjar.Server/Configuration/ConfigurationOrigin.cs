using Microsoft.Extensions.Configuration;

namespace Nightjar.Server.Configuration;

/// <summary>Where keys of the configuration come from, for people who want to change them. Immutable.</summary>
public sealed class ConfigurationOrigin
{
    private readonly string _file;
    private readonly IReadOnlyDictionary<string, ConfigurationLine> _lines;

    internal ConfigurationOrigin(string file, IReadOnlyDictionary<string, ConfigurationLine> lines)
    {
        _file = file;
        _lines = lines;
    }

    /// <summary>File and line of a key (<c>nightjar.yaml, line 4</c>); the key itself when it is not in the file but set by the environment or the command line.</summary>
    /// <param name="key">With colons between its parts.</param>
    public string Of(string key) => _lines.TryGetValue(key, out ConfigurationLine? line)
        ? $"{_file}, line {line.Number}"
        : key.Replace(ConfigurationPath.KeyDelimiter, ".", StringComparison.Ordinal);
}
