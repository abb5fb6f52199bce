using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Snapshots;

/// <summary>
/// Learnt state as opaque bytes by name, one file each (<c>snapshots/NAME.bin</c>): written beside, flushed to disk and renamed,
/// so that a crash leaves the old or the new one, never half of one. Thread-safe; of two saves of one name at once, one wins.
/// </summary>
public sealed class SnapshotStore
{
    private const string Ending = ".bin";
    private const string UnfinishedEnding = ".tmp";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    private readonly string _directory;
    private long _saves;

    private SnapshotStore(string directory)
    {
        _directory = directory;
    }

    /// <summary>Opens or creates the directory; files that a crash left unfinished are deleted.</summary>
    /// <param name="directory">The data directory.</param>
    /// <exception cref="StorageException">It cannot be used.</exception>
    public static SnapshotStore Open(string directory)
    {
        string snapshots = Path.Combine(directory, "snapshots");
        try
        {
            Directory.CreateDirectory(snapshots);
            foreach (string unfinished in Directory.EnumerateFiles(snapshots, "*" + UnfinishedEnding))
            {
                File.Delete(unfinished);
            }

            return new SnapshotStore(snapshots);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The snapshot directory {snapshots} cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Replaces a snapshot; durable when it returns.</summary>
    /// <param name="name">Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, not beginning with a dot.</param>
    /// <param name="content">Anything, also nothing.</param>
    /// <exception cref="StorageException">The disk is full or failing; the snapshot before is still there.</exception>
    /// <exception cref="ArgumentException">A name that is no file name.</exception>
    public void Save(string name, ReadOnlySpan<byte> content)
    {
        string path = PathOf(name);
        string unfinished = $"{path}.{Interlocked.Increment(ref _saves)}{UnfinishedEnding}";
        try
        {
            Write(unfinished, content);
            File.Move(unfinished, path, overwrite: true);
            DirectorySync.Flush(_directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TryDelete(unfinished);
            throw new StorageException($"The snapshot {path} cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Reads a snapshot. False when there is none (<paramref name="problem"/> is null), or when it cannot be used: damaged, of a
    /// newer version, unreadable (<paramref name="problem"/> says which in a sentence).
    /// </summary>
    /// <exception cref="ArgumentException">A name that is no file name.</exception>
    public bool TryLoad(string name, out byte[] content, out string? problem) => TryRead(PathOf(name), out content, out problem);

    /// <summary>
    /// Reads all snapshots and reports those that cannot be used; an empty list means that all are sound. A damaged one costs no
    /// samples: what it held is learnt again. O(bytes of the files).
    /// </summary>
    /// <exception cref="StorageException">The directory cannot be read.</exception>
    public IReadOnlyList<CheckFinding> Check(CancellationToken cancellation)
    {
        List<CheckFinding> findings = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(_directory, "*" + Ending).Order(StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!TryRead(path, out _, out string? problem) && problem is not null)
                {
                    findings.Add(new CheckFinding(path, $"{problem} Delete it: what it held is learnt again.", LosesSamples: false));
                }
            }

            return findings;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The snapshot directory {_directory} cannot be read: {failure.Message}", failure);
        }
    }

    private static bool TryRead(string path, out byte[] content, out string? problem)
    {
        content = [];
        problem = null;
        try
        {
            byte[] file = File.ReadAllBytes(path);
            string? fault = SnapshotFormat.Check(file);
            if (fault is null)
            {
                content = file[SnapshotFormat.HeaderBytes..];
                return true;
            }

            problem = $"The snapshot {path} {fault}";
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"The snapshot {path} cannot be read: {failure.Message}";
        }

        return false;
    }

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderBytes];
        SnapshotFormat.WriteHeader(header, content);
        RandomAccess.Write(file, header, 0);
        RandomAccess.Write(file, content, SnapshotFormat.HeaderBytes);
        RandomAccess.FlushToDisk(file);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next Open deletes it; the failure that matters is the one that led here.
            return;
        }
    }

    private string PathOf(string name)
    {
        if (name.Length == 0 || name[0] == '.' || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException($"'{name}' is not a snapshot name: letters, digits, '-', '_' and '.' only.", nameof(name));
        }

        return Path.Combine(_directory, name + Ending);
    }
}
