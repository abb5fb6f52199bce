using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Nightjar.Server;

/// <summary>Reads <c>nightjar.yaml</c> into .NET configuration: nested keys become <c>a:b</c>, list items <c>a:0</c>.</summary>
public static class ConfigurationFile
{
    /// <summary>The name looked for in the data directory.</summary>
    public const string DefaultName = "nightjar.yaml";

    /// <summary>Adds the file, then environment variables <c>NIGHTJAR_section__key</c>, then the command line's settings.</summary>
    /// <exception cref="ConfigurationException">The file is missing or not YAML; the message names file, line and what to do.</exception>
    public static void AddNightjarConfiguration(this IConfigurationBuilder configuration, ServerOptions options)
    {
        string path = options.ConfigurationFile ?? Path.Combine(options.DataDirectory, DefaultName);
        if (options.ConfigurationFile is not null || File.Exists(path))
        {
            configuration.AddInMemoryCollection(Read(path));
        }

        configuration.AddEnvironmentVariables("NIGHTJAR_");
        configuration.AddInMemoryCollection(options.Settings);
    }

    /// <summary>The file as flat keys.</summary>
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        try
        {
            using StreamReader reader = new(path);
            YamlStream yaml = [];
            yaml.Load(reader);
            Dictionary<string, string?> flat = new(StringComparer.OrdinalIgnoreCase);
            foreach (YamlDocument document in yaml.Documents)
            {
                Flatten(document.RootNode, "", flat);
            }

            return flat;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The configuration file {path} cannot be read: {failure.Message}", failure);
        }
        catch (YamlDotNet.Core.YamlException failure)
        {
            throw new ConfigurationException($"{path}, line {failure.Start.Line}: this is not YAML: {failure.Message}", failure);
        }
    }

    private static void Flatten(YamlNode node, string key, Dictionary<string, string?> flat)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach ((YamlNode name, YamlNode value) in mapping.Children)
                {
                    Flatten(value, Join(key, ((YamlScalarNode)name).Value ?? ""), flat);
                }

                break;
            case YamlSequenceNode sequence:
                for (int i = 0; i < sequence.Children.Count; i++)
                {
                    Flatten(sequence.Children[i], Join(key, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), flat);
                }

                break;
            case YamlScalarNode scalar:
                flat[key] = scalar.Value;
                break;
        }
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : ConfigurationPath.Combine(prefix, name);
}
