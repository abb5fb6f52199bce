namespace Nightjar.Core.Telemetry;

/// <summary>What can be ill. Stored by name: add freely, never rename.</summary>
public enum EntityKind
{
    /// <summary>Something that reports, of which no more is known than its labels.</summary>
    Other,

    /// <summary>A machine, physical or virtual; a Kubernetes node.</summary>
    Host,

    /// <summary>A block device of a host.</summary>
    Disk,

    /// <summary>A mounted file system of a host.</summary>
    FileSystem,

    /// <summary>A network interface of a host.</summary>
    NetworkInterface,

    /// <summary>The processes of one name on a host.</summary>
    Process,

    /// <summary>A service: one or more instances that do one job.</summary>
    Service,

    /// <summary>One instance of a service.</summary>
    Instance,

    /// <summary>A Kubernetes pod.</summary>
    Pod,

    /// <summary>A container.</summary>
    Container,

    /// <summary>A database.</summary>
    Database,
}
