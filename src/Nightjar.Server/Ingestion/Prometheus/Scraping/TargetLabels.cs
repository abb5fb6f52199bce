using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>The labels that a target gives to all its series, and who wins where a page has one of that name.</summary>
internal sealed class TargetLabels(IReadOnlyList<Label> labels, bool honorLabels)
{
    private const string Exported = "exported_";

    /// <summary>The labels, <c>job</c> and <c>instance</c> among them.</summary>
    public IReadOnlyList<Label> All { get; } = labels;

    /// <summary>
    /// The series' labels with the target's. Where both have one: with honor_labels the page's stays, even when it is empty;
    /// otherwise the page's is renamed to <c>exported_</c> and its name, as often as it takes.
    /// </summary>
    public List<Label> Apply(List<Label> page)
    {
        List<Label> result = [.. page];
        foreach (Label label in All)
        {
            int taken = result.FindIndex(other => other.Name == label.Name);
            if (taken >= 0 && honorLabels)
            {
                continue;
            }

            if (taken >= 0)
            {
                string name = Exported + label.Name;
                while (result.Exists(other => other.Name == name) || All.Any(other => other.Name == name))
                {
                    name = Exported + name;
                }

                result[taken] = result[taken] with { Name = name };
            }

            result.Add(label);
        }

        return result;
    }
}
