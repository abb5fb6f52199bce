namespace Nightjar.Core.Telemetry;

/// <summary>
/// The labels that say what a series is about, read in one pass: OpenTelemetry's attribute names win over those of Prometheus'
/// exporters. Null where a label is absent.
/// </summary>
internal sealed class EntityLabels
{
    public EntityLabels(Labels labels)
    {
        foreach (Label label in labels)
        {
            Take(label.Name, label.Value);
        }

        // OpenTelemetry's mapping to Prometheus writes service.namespace/service.name into job: both spellings mean one service.
        int slash = Job?.IndexOf('/') ?? -1;
        if (ServiceName is null && Job is not null && slash > 0 && slash < Job.Length - 1 && Job.LastIndexOf('/') == slash)
        {
            ServiceNamespace ??= Job[..slash];
            ServiceName = Job[(slash + 1)..];
        }
    }

    public string Metric { get; private set; } = "";

    public string? ServiceName { get; private set; }

    public string? ServiceNamespace { get; private set; }

    public string? ServiceInstance { get; private set; }

    public string? HostName { get; private set; }

    /// <summary>A Kubernetes node, by either spelling.</summary>
    public string? Node { get; private set; }

    public string? Pod { get; private set; }

    public string? Namespace { get; private set; }

    public string? Container { get; private set; }

    /// <summary>A Kubernetes workload that owns pods.</summary>
    public string? Workload { get; private set; }

    public string? Database { get; private set; }

    public string? Mountpoint { get; private set; }

    public string? Interface { get; private set; }

    public string? SystemDevice { get; private set; }

    /// <summary>The exporters' <c>device</c>: a disk or an interface, as the metric's name says.</summary>
    public string? Device { get; private set; }

    public string? Process { get; private set; }

    public string? Job { get; private set; }

    public string? Instance { get; private set; }

    /// <summary>Labels that name a host only where nothing better is there.</summary>
    public string? LooseHost { get; private set; }

    /// <summary>Labels that name a service only where there is no job.</summary>
    public string? LooseService { get; private set; }

    /// <summary>cAdvisor's name of a container outside Kubernetes.</summary>
    public string? CadvisorName { get; private set; }

    private void Take(string name, string value)
    {
        switch (name)
        {
            case Labels.MetricName: Metric = value; break;
            case "service_name": ServiceName = value; break;
            case "service_namespace": ServiceNamespace = value; break;
            case "service_instance_id": ServiceInstance = value; break;
            case "host_name": HostName = value; break;
            case "k8s_node_name": Node = value; break;
            case "node" or "nodename": Node ??= value; break;
            case "k8s_pod_name": Pod = value; break;
            case "pod": Pod ??= value; break;
            case "k8s_namespace_name": Namespace = value; break;
            case "namespace": Namespace ??= value; break;
            case "k8s_container_name" or "container_name": Container = value; break;
            case "container" when value != "POD": Container ??= value; break; // POD is the pause container that holds the pod's network
            case "k8s_deployment_name" or "k8s_statefulset_name" or "k8s_daemonset_name": Workload = value; break;
            case "deployment" or "statefulset" or "daemonset": Workload ??= value; break;
            case "db_namespace" or "db_name" or "postgresql_database_name": Database = value; break;
            case "datname": Database ??= value; break;
            case "system_filesystem_mountpoint": Mountpoint = value; break;
            case "mountpoint" or "volume": Mountpoint ??= value; break;
            case "network_interface_name": Interface = value; break;
            case "interface" or "nic": Interface ??= value; break;
            case "system_device": SystemDevice = value; break;
            case "device": Device = value; break;
            case "process_executable_name": Process = value; break;
            case "groupname": Process ??= value; break;
            case "job": Job = value; break;
            case "instance": Instance = value; break;
            case "host" or "hostname": LooseHost ??= value; break;
            case "service": LooseService = value; break;
            case "name": CadvisorName = value; break;
        }
    }
}
