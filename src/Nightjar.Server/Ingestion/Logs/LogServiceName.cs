using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Logs;

/// <summary>Which program wrote a stream: what its patterns are mined by. The same program on many hosts has the same patterns.</summary>
public static class LogServiceName
{
    private static readonly string[] Names =
    [
        "service_name", "job", "app", "k8s_container_name", "container_name", "container", "process_executable_name", "service", "filename", "k8s_pod_name", "pod",
    ];

    /// <summary>The first that is there of service, job, container, program and file; <paramref name="otherwise"/> where none is.</summary>
    public static string Of(Labels labels, string otherwise) => Names.Select(name => labels[name]).FirstOrDefault(value => value is not null) ?? otherwise;
}
