using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>Something that can be ill.</summary>
internal sealed record EntityRecord(string Id, EntityKind Kind, string Name, string? RunsOn)
{
    public static EntityRecord Of(Entity entity) => new(entity.Id.Value, entity.Kind, entity.Name, entity.RunsOn?.Value);
}
