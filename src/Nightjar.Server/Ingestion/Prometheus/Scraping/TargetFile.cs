using System.Text.Json;
using Nightjar.Core.Telemetry;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Reads a file of <c>file_sd_configs</c>: a list of <c>{targets: [...], labels: {...}}</c> in JSON or YAML.</summary>
internal static class TargetFile
{
    // Thousands of targets with labels; a larger file is not a list of targets.
    private const long MostBytes = 10_000_000;

    /// <summary>Reads it; false with a sentence on what is wrong.</summary>
    public static bool TryRead(string path, out IReadOnlyList<TargetGroup> groups, out string? fault)
    {
        groups = [];
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                fault = $"{path} has over {MostBytes} bytes: split it";
                return false;
            }

            string text = File.ReadAllText(path);
            groups = Path.GetExtension(path) == ".json" ? FromJson(text) : FromYaml(text);
            fault = null;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or YamlException or FormatException)
        {
            fault = $"{path} cannot be read as a list of targets and labels: {failure.Message}";
            return false;
        }
    }

    private static IReadOnlyList<TargetGroup> FromJson(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("it is no list");
        }

        return [.. document.RootElement.EnumerateArray().Select(FromJson)];
    }

    private static TargetGroup FromJson(JsonElement group)
    {
        if (group.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("an entry is no object");
        }

        List<string> targets = [];
        List<Label> labels = [];
        foreach (JsonProperty property in group.EnumerateObject())
        {
            if (property.NameEquals("targets") && property.Value.ValueKind == JsonValueKind.Array)
            {
                targets.AddRange(property.Value.EnumerateArray().Select(Text));
            }
            else if (property.NameEquals("labels") && property.Value.ValueKind == JsonValueKind.Object)
            {
                labels.AddRange(property.Value.EnumerateObject().Select(label => new Label(label.Name, Text(label.Value))));
            }
            else
            {
                throw new FormatException($"{property.Name} is neither targets (a list) nor labels (an object)");
            }
        }

        return new TargetGroup(targets, labels);
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : throw new FormatException($"{value} is no text");

    private static IReadOnlyList<TargetGroup> FromYaml(string text)
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(text));
        if (yaml.Documents.Count == 0)
        {
            return [];
        }

        return yaml.Documents[0].RootNode is YamlSequenceNode list
            ? [.. list.Children.Select(FromYaml)]
            : throw new FormatException("it is no list");
    }

    private static TargetGroup FromYaml(YamlNode group)
    {
        if (group is not YamlMappingNode mapping)
        {
            throw new FormatException("an entry is no mapping");
        }

        List<string> targets = [];
        List<Label> labels = [];
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            switch (Text(key), value)
            {
                case ("targets", YamlSequenceNode list):
                    targets.AddRange(list.Children.Select(Text));
                    break;
                case ("labels", YamlMappingNode pairs):
                    labels.AddRange(pairs.Children.Select(pair => new Label(Text(pair.Key), Text(pair.Value))));
                    break;
                default:
                    throw new FormatException($"{Text(key)} is neither targets (a list) nor labels (a mapping)");
            }
        }

        return new TargetGroup(targets, labels);
    }

    private static string Text(YamlNode node) => node is YamlScalarNode scalar ? scalar.Value ?? "" : throw new FormatException($"{node} is no single value");
}
