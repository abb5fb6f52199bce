using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>What a resource says of all its series.</summary>
/// <param name="ServiceName"><c>service.name</c>, or empty.</param>
/// <param name="Labels"><c>job</c>, <c>instance</c> and the promoted attributes.</param>
internal sealed record ResourceLabels(string ServiceName, List<Label> Labels)
{
    /// <summary>Prometheus' label for the kind of target.</summary>
    public const string Job = "job";

    /// <summary>Prometheus' label for one target.</summary>
    public const string Instance = "instance";

    /// <summary>By the compatibility specification and <see cref="Promotion"/>.</summary>
    public static ResourceLabels Of(Resource? resource, IList<string> ignored)
    {
        IList<KeyValue> attributes = resource is null ? [] : resource.Attributes;
        string name = Find(attributes, "service.name");
        string space = Find(attributes, "service.namespace");
        string instance = Find(attributes, "service.instance.id");
        List<Label> labels = LabelSet.Of(attributes.Where(attribute =>
            Promotion.Takes(attribute.Key, name.Length > 0) && !ignored.Contains(attribute.Key)));
        labels.RemoveAll(label => (label.Name == Job && name.Length > 0) || (label.Name == Instance && instance.Length > 0));
        if (name.Length > 0)
        {
            labels.Add(new Label(Job, space.Length > 0 ? $"{space}/{name}" : name));
        }

        if (instance.Length > 0)
        {
            labels.Add(new Label(Instance, instance));
        }

        return new ResourceLabels(name, labels);
    }

    private static string Find(IList<KeyValue> attributes, string key)
    {
        foreach (KeyValue attribute in attributes)
        {
            if (attribute.Key == key)
            {
                return AttributeText.Of(attribute.Value);
            }
        }

        return "";
    }
}
