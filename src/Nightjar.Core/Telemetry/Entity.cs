namespace Nightjar.Core.Telemetry;

/// <summary>What can be ill: a host, a disk, a service.</summary>
/// <param name="Id">Identity, made from labels by documented rules (<c>docs/entities.md</c>).</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Short name for people: <c>sda</c>, <c>web-1</c>.</param>
/// <param name="RunsOn">The entity it is a part of or runs on (a disk's host), or null for one that stands alone.</param>
public sealed record Entity(EntityId Id, EntityKind Kind, string Name, EntityId? RunsOn);
