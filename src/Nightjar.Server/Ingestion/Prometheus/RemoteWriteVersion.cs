
namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Which message a remote write request holds.</summary>
internal enum RemoteWriteVersion
{
    /// <summary>None that is known here.</summary>
    Unknown,

    /// <summary><c>prometheus.WriteRequest</c>.</summary>
    V1,

    /// <summary><c>io.prometheus.write.v2.Request</c>.</summary>
    V2,
}
