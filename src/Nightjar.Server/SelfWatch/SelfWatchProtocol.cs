namespace Nightjar.Server.SelfWatch;

/// <summary>The two transports of OTLP.</summary>
public enum SelfWatchProtocol
{
    /// <summary>OTLP over gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>Protobuf over HTTP, usually port 4318.</summary>
    Http,
}
