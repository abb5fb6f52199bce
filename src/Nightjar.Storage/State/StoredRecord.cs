namespace Nightjar.Storage.State;

/// <summary>A row: the record as JSON, so that it can grow without a migration, and beside it only the columns that are filtered by.</summary>
internal abstract class StoredRecord
{
    /// <summary>The record's own identity.</summary>
    public required string Id { get; init; }

    /// <summary>The whole record, see <see cref="RecordJson"/>.</summary>
    public required string Record { get; init; }
}
