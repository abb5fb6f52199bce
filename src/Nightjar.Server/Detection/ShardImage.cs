namespace Nightjar.Server.Detection;

/// <summary>The learnt state of a shard as bytes.</summary>
/// <param name="Content">As <see cref="Core.Detection.DetectionShard.Save"/> wrote it; empty when there is no snapshot.</param>
[GenerateSerializer]
[Immutable]
public sealed record ShardImage([property: Id(0)] byte[] Content);
