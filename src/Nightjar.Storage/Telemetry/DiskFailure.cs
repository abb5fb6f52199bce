using Nightjar.Storage.Telemetry.Duck;

namespace Nightjar.Storage.Telemetry;

/// <summary>Words for what a disk does to us.</summary>
internal static class DiskFailure
{
    /// <summary>The sentence for a failed write.</summary>
    public static StorageException ToStorageException(Exception failure, string what, string directory)
    {
        string reason = failure.Message.ReplaceLineEndings(" ");
        bool full = reason.Contains("No space left", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("disk full", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("not enough space", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("out of disk space", StringComparison.OrdinalIgnoreCase);
        return full
            ? new StorageException($"{what}: the disk that holds {directory} is full. Free some space or lower storage.retentionBytes; writing resumes by itself.", failure)
            : new StorageException($"{what}: {reason}", failure);
    }

    /// <summary>True for what a disk, DuckDB or the file system throws.</summary>
    public static bool Is(Exception failure) => failure is DuckException or IOException or UnauthorizedAccessException;
}
