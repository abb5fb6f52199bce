using System.Collections.Immutable;

namespace Nightjar.Core.Telemetry;

/// <summary>
/// Says from a series' labels what it is about: the rules of <c>docs/entities.md</c>. OpenTelemetry's semantic conventions come first,
/// then the labels that Prometheus and its exporters write. Pure and deterministic: the same labels give the same entities.
/// </summary>
public static class EntityRules
{
    // Exporters that speak of the machine they run on, under their usual job names; their own up and go_* belong to it too.
    private static readonly ImmutableArray<string> HostJobs = ["node", "node-exporter", "node_exporter", "windows", "windows-exporter", "windows_exporter"];

    /// <summary>
    /// The entity a series is about and what that one is a part of or runs on, narrowest first; never empty. The last is the root,
    /// by which anomalies are brought together. O(labels), at most four entities.
    /// </summary>
    public static ImmutableArray<Entity> Of(Labels labels)
    {
        EntityLabels found = new(labels);
        return HostChain(found) ?? ClusterChain(found) ?? ServiceChain(found) ?? LooseChain(found);
    }

    /// <summary>The widest entity of a series: the last of <see cref="Of"/>.</summary>
    public static Entity RootOf(Labels labels) => Of(labels)[^1];

    /// <summary>
    /// What a series belongs to as one thing that works or fails as a whole: a machine with its disks, interfaces and processes, one instance
    /// of a service with its databases, a pod with its containers; else the entity itself. O(labels).
    /// </summary>
    public static EntityId BodyOf(Labels labels)
    {
        ImmutableArray<Entity> chain = Of(labels);
        int at = 0;
        while (at < chain.Length - 1 && IsPart(chain[at].Kind))
        {
            at++;
        }

        return chain[at].Id;
    }

    /// <summary>The identifier of an entity from its kind and identifying values, widest first.</summary>
    public static EntityId IdOf(EntityKind kind, params ReadOnlySpan<string> values)
    {
        string id = kind.ToString().ToLowerInvariant();
        foreach (string value in values)
        {
            id += "/" + value.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
        }

        return new EntityId(id);
    }

    /// <summary>Metrics that speak of a machine, whoever sends them.</summary>
    private static ImmutableArray<Entity>? HostChain(EntityLabels found)
    {
        bool exporter = Starts(found, "node_") || Starts(found, "windows_") || Starts(found, "namedprocess_")
            || (found.Job is not null && HostJobs.Contains(found.Job));
        bool collector = Starts(found, "system_") || (found.Process is not null && Starts(found, "process_") && ServiceOf(found) is null);
        string? name = exporter
            ? found.HostName ?? found.Node ?? HostPart(found.Instance) ?? found.LooseHost
            : collector ? found.HostName ?? found.Node ?? found.LooseHost : null;
        if (name is null)
        {
            return null;
        }

        Entity host = HostOf(name);
        Entity? part = PartOf(found, host);
        return part is null ? [host] : [part, host];
    }

    /// <summary>The disk, file system, interface or process of a host that a series speaks of.</summary>
    private static Entity? PartOf(EntityLabels found, Entity host)
    {
        if (found.Mountpoint is not null)
        {
            return Part(EntityKind.FileSystem, found.Mountpoint, host);
        }

        bool network = found.Metric.Contains("_network_", StringComparison.Ordinal) || found.Metric.Contains("_net_", StringComparison.Ordinal);
        string? link = found.Interface ?? (network ? found.Device : null);
        if (link is not null)
        {
            return Part(EntityKind.NetworkInterface, link, host);
        }

        bool disk = found.Metric.Contains("_disk_", StringComparison.Ordinal);
        string? device = found.SystemDevice ?? (disk ? found.Device : null);
        if (device is not null)
        {
            return Part(EntityKind.Disk, device, host);
        }

        return found.Process is null ? null : Part(EntityKind.Process, found.Process, host);
    }

    /// <summary>Metrics by which Kubernetes or a container runtime speaks of others: the job is the messenger, not the subject.</summary>
    private static ImmutableArray<Entity>? ClusterChain(EntityLabels found)
    {
        bool runtime = Starts(found, "container_");
        if (!runtime && !Starts(found, "kube_") && !Starts(found, "k8s_"))
        {
            return null;
        }

        string? hostName = found.Node ?? found.HostName ?? (runtime ? HostPart(found.Instance) : null);
        Entity? host = hostName is null ? null : HostOf(hostName);
        if (found.Pod is not null)
        {
            return PodChain(found, found.Pod, host);
        }

        if (found.Workload is not null)
        {
            return [Service(found.Namespace, found.Workload)];
        }

        string? container = found.Container ?? (runtime ? found.CadvisorName : null);
        if (container is not null && host is not null)
        {
            return [Part(EntityKind.Container, container, host), host];
        }

        return host is null ? null : [host];
    }

    /// <summary>What an application says of itself.</summary>
    private static ImmutableArray<Entity>? ServiceChain(EntityLabels found)
    {
        Entity? service = ServiceOf(found);
        if (found.Pod is not null)
        {
            return PodChain(found, found.Pod, service ?? (found.Node is null ? null : HostOf(found.Node)));
        }

        if (service is null)
        {
            return null;
        }

        // Without an instance of its own, the host tells one instance of a service from the next.
        string? instanceName = found.ServiceInstance ?? found.Instance ?? found.HostName;
        Entity? instance = instanceName is null ? null : Part(EntityKind.Instance, instanceName, service);
        Entity owner = instance ?? service;

        // A client's view of a database (db_client_*) says how the client fares, not how the database does.
        Entity? database = found.Database is null || Starts(found, "db_client_") ? null : Part(EntityKind.Database, found.Database, owner);
        ImmutableArray<Entity> chain = instance is null ? [service] : [instance, service];
        return database is null ? chain : [database, .. chain];
    }

    /// <summary>Where neither service nor job is known.</summary>
    private static ImmutableArray<Entity> LooseChain(EntityLabels found)
    {
        string? hostName = found.HostName ?? found.Node ?? found.LooseHost;
        if (hostName is not null)
        {
            Entity host = HostOf(hostName);
            Entity? part = PartOf(found, host) ?? (found.Container is null ? null : Part(EntityKind.Container, found.Container, host));
            return part is null ? [host] : [part, host];
        }

        if (found.Instance is not null)
        {
            return [new Entity(IdOf(EntityKind.Instance, found.Instance), EntityKind.Instance, found.Instance, null)];
        }

        // The first word of a metric's name is the library or application it comes from, by Prometheus' naming advice.
        int end = found.Metric.AsSpan().IndexOfAny('_', ':', '.');
        string word = end > 0 ? found.Metric[..end] : found.Metric.Length > 0 ? found.Metric : "unnamed";
        return [new Entity(IdOf(EntityKind.Other, word), EntityKind.Other, word, null)];
    }

    private static ImmutableArray<Entity> PodChain(EntityLabels found, string name, Entity? owner)
    {
        string space = found.Namespace ?? found.ServiceNamespace ?? "default";
        Entity pod = new(IdOf(EntityKind.Pod, space, name), EntityKind.Pod, name, owner?.Id);
        ImmutableArray<Entity> chain = owner is null ? [pod] : [pod, owner];
        return found.Container is null
            ? chain
            : [new Entity(IdOf(EntityKind.Container, space, name, found.Container), EntityKind.Container, found.Container, pod.Id), .. chain];
    }

    private static Entity? ServiceOf(EntityLabels found)
    {
        if (found.ServiceName is not null)
        {
            return Service(found.ServiceNamespace, found.ServiceName);
        }

        // A namespace tells two jobs of one name apart only where Kubernetes set it: else it is the application's own word.
        string? name = found.Job ?? found.LooseService;
        return name is null ? null : Service(found.Pod is null ? null : found.Namespace, name);
    }

    private static Entity Service(string? space, string name) =>
        new(space is null ? IdOf(EntityKind.Service, name) : IdOf(EntityKind.Service, space, name), EntityKind.Service, name, null);

    private static Entity HostOf(string name) => new(IdOf(EntityKind.Host, name), EntityKind.Host, name, null);

    private static bool IsPart(EntityKind kind) => kind is EntityKind.Disk or EntityKind.FileSystem or EntityKind.NetworkInterface
        or EntityKind.Process or EntityKind.Container or EntityKind.Database;

    /// <summary>An entity within another: its id carries the other's identifying values.</summary>
    private static Entity Part(EntityKind kind, string name, Entity owner)
    {
        string ownerPath = owner.Id.Value[(owner.Id.Value.IndexOf('/') + 1)..];
        EntityId own = IdOf(kind, name);
        int slash = own.Value.IndexOf('/');
        return new Entity(new EntityId($"{own.Value[..slash]}/{ownerPath}{own.Value[slash..]}"), kind, name, owner.Id);
    }

    private static bool Starts(EntityLabels found, string prefix) => found.Metric.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary><c>web-1:9100</c> is <c>web-1</c>, <c>[::1]:9100</c> is <c>::1</c>.</summary>
    private static string? HostPart(string? instance)
    {
        if (instance is null)
        {
            return null;
        }

        int bracket = instance.IndexOf(']');
        if (instance.StartsWith('[') && bracket > 1)
        {
            return instance[1..bracket];
        }

        int colon = instance.LastIndexOf(':');
        bool one = colon > 0 && instance.IndexOf(':') == colon;
        return one ? instance[..colon] : instance;
    }
}
