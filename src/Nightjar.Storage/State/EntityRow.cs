using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.State;

internal sealed class EntityRow : StoredRecord
{
    public static EntityRow From(Entity entity) => new() { Id = entity.Id.Value, Record = RecordJson.Write(entity) };
}
