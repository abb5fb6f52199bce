using System.Text.RegularExpressions;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>What the lines of a file are about, as far as the file says.</summary>
internal static partial class FileLabels
{
    /// <summary>
    /// The configured labels and service, this machine, and the file; for a container of Kubernetes, whose kubelet names the file <c>POD_NAMESPACE_CONTAINER-ID.log</c>, these
    /// instead of the file: its name is another with each start.
    /// </summary>
    public static Labels Of(string path, string hostName, LogFileOptions options)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal) { ["host_name"] = hostName };
        if (ContainerFile().Match(path) is { Success: true } container)
        {
            labels["k8s_pod_name"] = container.Groups["pod"].Value;
            labels["k8s_namespace_name"] = container.Groups["namespace"].Value;
            labels["k8s_container_name"] = container.Groups["container"].Value;
        }
        else
        {
            labels["filename"] = path;
        }

        if (options.Service.Length > 0)
        {
            labels["service_name"] = options.Service;
        }

        foreach ((string name, string value) in options.Labels)
        {
            labels[name] = value;
        }

        return Labels.Create(labels.Where(label => label.Key.Length > 0).Select(label => new Label(label.Key, label.Value)));
    }

    [GeneratedRegex("/containers/(?<pod>[^_/]+)_(?<namespace>[^_/]+)_(?<container>[^_/]+)-[0-9a-f]{64}\\.log$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ContainerFile();
}
