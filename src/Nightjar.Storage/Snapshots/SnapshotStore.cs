namespace Nightjar.Storage.Snapshots;

/// <summary>
/// Learnt state as opaque bytes by name, one file each (<c>snapshots/NAME.bin</c>): written beside, flushed to disk and renamed,
/// so that a crash leaves the old or the new one, never half of one.
/// </summary>
public sealed class SnapshotStore
{
    /// <summary>Opens or creates the directory.</summary>
    public static SnapshotStore Open(string directory) => throw new NotImplementedException();

    /// <summary>Replaces a snapshot; durable when it returns.</summary>
    public void Save(string name, ReadOnlySpan<byte> content) => throw new NotImplementedException();

    /// <summary>Reads a snapshot. False when there is none, or when its checksum says that it is damaged (see <paramref name="problem"/>).</summary>
    public bool TryLoad(string name, out byte[] content, out string? problem) => throw new NotImplementedException();
}
