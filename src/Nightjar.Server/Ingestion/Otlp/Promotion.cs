using System.Collections.Frozen;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// Which attributes of a resource become labels of its series. In the namespaces of OpenTelemetry's own resource conventions only
/// those that say who reports and survive a deployment or restart: a label that changes then would end every series and start
/// the learning anew. Outside of them every attribute, because only its sender knows whether it tells series apart
/// (<c>postgresql.database.name</c> does).
/// </summary>
internal static class Promotion
{
    private static readonly FrozenSet<string> Identifying = FrozenSet.ToFrozenSet(
    [
        "service.name", "service.namespace", "service.instance.id",
        "host.name",
        "container.name",
        "k8s.cluster.name", "k8s.namespace.name", "k8s.node.name", "k8s.pod.name", "k8s.container.name", "k8s.deployment.name",
        "k8s.statefulset.name", "k8s.daemonset.name", "k8s.cronjob.name", "k8s.job.name", "k8s.volume.name",
        "deployment.environment", "deployment.environment.name",
        "cloud.region", "cloud.availability_zone",
        "process.executable.name",
        "faas.name",
    ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> KnownNamespaces = FrozenSet.ToFrozenSet(
    [
        "service", "telemetry", "host", "os", "process", "container", "oci", "k8s", "openshift", "deployment", "cloud", "faas",
        "aws", "gcp", "azure", "heroku", "device", "browser", "user_agent", "webengine", "vcs", "cicd", "android", "ios", "app",
    ],
        StringComparer.Ordinal);

    /// <summary>True when the attribute becomes a label.</summary>
    /// <param name="attribute">Its name.</param>
    /// <param name="hasService">The resource has a <c>service.name</c>.</param>
    public static bool Takes(string attribute, bool hasService)
    {
        // A service's process id changes with every restart; a collector that lists processes has nothing else to tell two apart.
        if (attribute == "process.pid")
        {
            return !hasService;
        }

        int dot = attribute.IndexOf('.', StringComparison.Ordinal);
        string space = dot < 0 ? attribute : attribute[..dot];
        return Identifying.Contains(attribute) || !KnownNamespaces.Contains(space);
    }
}
