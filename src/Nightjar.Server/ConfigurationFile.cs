using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Nightjar.Server.Configuration;
using YamlDotNet.RepresentationModel;

namespace Nightjar.Server;

/// <summary>Reads <c>nightjar.yaml</c> into .NET configuration: nested keys become <c>a:b</c>, list items <c>a:0</c>.</summary>
public static class ConfigurationFile
{
    /// <summary>The name looked for in the data directory.</summary>
    public const string DefaultName = "nightjar.yaml";

    /// <summary>
    /// Adds the file, then environment variables <c>NIGHTJAR_section__key</c>, then the command line's settings, and checks them.
    /// Returns where its keys stand.
    /// </summary>
    /// <exception cref="ConfigurationException">
    /// The file is missing or not YAML, a key is unknown, or a value is of the wrong type or out of range; one sentence a problem.
    /// </exception>
    public static ConfigurationOrigin AddNightjarConfiguration(this IConfigurationBuilder configuration, ServerOptions options)
    {
        string path = options.ConfigurationFile ?? Path.Combine(options.DataDirectory, DefaultName);
        Dictionary<string, ConfigurationLine> lines = options.ConfigurationFile is not null || File.Exists(path)
            ? ReadLines(path)
            : [];
        configuration.AddInMemoryCollection(Values(lines));
        configuration.AddEnvironmentVariables("NIGHTJAR_");
        configuration.AddInMemoryCollection(options.Settings);

        ConfigurationCheck check = new(path, lines, options.Settings);
        check.Run(configuration.Build());
        if (check.Problems.Count > 0)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, check.Problems));
        }

        configuration.AddInMemoryCollection(check.Rewritten);
        return new ConfigurationOrigin(path, lines);
    }

    /// <summary>Runs the checks that the stages have registered for their options, such as one value against another.</summary>
    /// <exception cref="ConfigurationException">One sentence a problem.</exception>
    public static void ValidateOptions(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException failure)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, failure.Failures), failure);
        }
        catch (AggregateException failure) when (failure.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            IEnumerable<string> problems = failure.InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => inner.Failures);
            throw new ConfigurationException(string.Join(Environment.NewLine, problems), failure);
        }
    }

    /// <summary>The file as flat keys.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or is not YAML.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path) =>
        Values(ReadLines(path)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, string?>> Values(Dictionary<string, ConfigurationLine> lines) =>
        lines.Where(line => line.Value.Value is not null).Select(line => KeyValuePair.Create(line.Key, line.Value.Value));

    private static Dictionary<string, ConfigurationLine> ReadLines(string path)
    {
        try
        {
            using StreamReader reader = new(path);
            YamlStream yaml = [];
            yaml.Load(reader);
            Dictionary<string, ConfigurationLine> flat = new(StringComparer.OrdinalIgnoreCase);
            foreach (YamlDocument document in yaml.Documents)
            {
                if (document.RootNode is not YamlMappingNode && document.RootNode is not YamlScalarNode { Value: null or "" })
                {
                    throw new ConfigurationException($"{path}, line {document.RootNode.Start.Line}: a configuration is made of `key: value`, this is not.");
                }

                Flatten(document.RootNode, "", document.RootNode.Start.Line, flat);
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

    private static void Flatten(YamlNode node, string key, long line, Dictionary<string, ConfigurationLine> flat)
    {
        if (key.Length > 0)
        {
            flat[key] = new ConfigurationLine((int)line, (node as YamlScalarNode)?.Value);
        }

        if (node is YamlMappingNode mapping)
        {
            foreach ((YamlNode name, YamlNode value) in mapping.Children)
            {
                Flatten(value, Join(key, (name as YamlScalarNode)?.Value ?? ""), name.Start.Line, flat);
            }
        }
        else if (node is YamlSequenceNode sequence)
        {
            for (int i = 0; i < sequence.Children.Count; i++)
            {
                Flatten(sequence.Children[i], Join(key, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), sequence.Children[i].Start.Line, flat);
            }
        }
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : ConfigurationPath.Combine(prefix, name);
}
