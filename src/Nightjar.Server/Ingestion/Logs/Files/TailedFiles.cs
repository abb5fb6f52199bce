using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>
/// The files that are followed. A file that was renamed is read on until nothing more comes; of one that was truncated, what had not been read is looked for in the copy
/// that a rotation made. Where each stands is kept over restarts. Not thread-safe.
/// </summary>
internal sealed partial class TailedFiles(
    IReadOnlyList<LogFileOptions> options, int maxFiles, string hostName, LogStreams streams, SnapshotStore snapshots, ILogger log) : IDisposable
{
    /// <summary>Its name among the sources.</summary>
    public const string Source = "files";

    private const string Snapshot = "log-positions";

    // Positions of files that are not there now: they may come back, such as those of a volume that is not mounted yet.
    private const int MostAbsent = 10_000;

    // What one round takes in, so that a commit is neither tiny nor a long wait.
    private const int MostBatchBytes = 4_000_000;

    // A writer may hold a renamed file open until it is told to open the new one.
    private static readonly long LeaveAfterNs = TimeSpan.FromSeconds(30).ToNs();

    private readonly Dictionary<string, TailedFile> _current = new(StringComparer.Ordinal);
    private readonly List<TailedFile> _leaving = [];
    private readonly byte[] _buffer = new byte[TailedFile.BufferBytes];
    private readonly HashSet<string> _told = [];
    private List<FilePosition> _absent = [];
    private int _next;

    /// <summary>Files held open.</summary>
    public int Count => _current.Count + _leaving.Count;

    /// <summary>False when some file has more than the last round took.</summary>
    public bool AreAtEnd => All.All(file => file.IsAtEnd);

    private IEnumerable<TailedFile> All => _leaving.Concat(_current.Values);

    /// <summary>Reads where the files stood when the last run ended. A sentence when that cannot be told: all is then read from its beginning.</summary>
    public string? Restore()
    {
        if (snapshots.TryLoad(Snapshot, out byte[] content, out string? problem))
        {
            _absent = JsonSerializer.Deserialize(content, FilePositionJson.Default.ListFilePosition) ?? [];
        }

        return problem;
    }

    /// <summary>Looks which files there are and reads what is new in them.</summary>
    public void Read(LogBatch batch, long nowNs)
    {
        Look();
        TailedFile[] files = [.. All];
        for (int i = 0; i < files.Length && batch.TextBytes < MostBatchBytes; i++)
        {
            // Where the batch was full in the last round, the next goes on.
            TailedFile file = files[(_next + i) % files.Length];
            if (file.Before is { IsAtEnd: false })
            {
                continue;
            }

            file.Before = null;
            Try(file.Path, () => file.Read(batch, _buffer, nowNs));
        }

        _next = files.Length == 0 ? 0 : (_next + 1) % files.Length;
        foreach (TailedFile gone in _leaving.Where(file => file.IsAtEnd && nowNs - file.GrewNs > LeaveAfterNs).ToArray())
        {
            gone.Dispose();
            _leaving.Remove(gone);
        }
    }

    /// <summary>What was read is durable: so is the place to go on from.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">The disk is full or failing.</exception>
    public void Commit()
    {
        foreach (TailedFile file in All)
        {
            file.Commit();
        }

        _absent = [.. _absent.TakeLast(MostAbsent)];
        List<FilePosition> positions = [.. _absent, .. All.Select(file => file.Position)];
        snapshots.Save(Snapshot, JsonSerializer.SerializeToUtf8Bytes(positions, FilePositionJson.Default.ListFilePosition));
    }

    /// <summary>What was read since the last commit is read again.</summary>
    public void Rewind()
    {
        foreach (TailedFile file in All)
        {
            file.Rewind();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (TailedFile file in All)
        {
            file.Dispose();
        }
    }

    private void Look()
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (LogFileOptions option in options)
        {
            foreach (string path in PathPattern.Expand(option.Path))
            {
                if (found.Add(path))
                {
                    Try(path, () => Follow(path, option));
                }
            }
        }

        foreach (TailedFile gone in _current.Values.Where(file => !found.Contains(file.Path)).ToArray())
        {
            Leave(gone);
        }
    }

    private void Follow(string path, LogFileOptions option)
    {
        FileIdentity? identity = FileIdentity.Of(path);
        _current.TryGetValue(path, out TailedFile? known);
        if (identity is null || (known?.Identity == identity && !known.IsRewritten()))
        {
            return;
        }

        if (known is not null)
        {
            if (known.Identity == identity)
            {
                (SafeFileHandle? copy, FileIdentity copied) = Siblings(path, known.ReadPosition);
                known.GoOnIn(copy, copied);
            }

            Leave(known);
        }
        else if (Count >= maxFiles || _leaving.Any(file => file.Identity == identity))
        {
            Tell(path, Count >= maxFiles ? $"{maxFiles} files are followed already (ingestion.logs.maxFiles)" : "it is still read under the name it had before");
            return;
        }

        FilePosition? here = null;
        TailedFile? before = known;
        foreach (FilePosition saved in _absent.Where(saved => saved.Path == path).ToArray())
        {
            _absent.Remove(saved);
            using SafeFileHandle now = Open(path);
            if (saved.Identity == identity && TailedFile.IsOf(now, saved))
            {
                here = saved;
            }
            else if (Siblings(path, saved) is ({ } rotated, var renamed))
            {
                before = new TailedFile(path, rotated, renamed, Lines(path, option), saved);
                _leaving.Add(before);
            }
        }

        SafeFileHandle file = Open(path);
        _current[path] = new TailedFile(path, file, FileIdentity.Of(file) ?? identity.Value, Lines(path, option), here) { Before = before };
    }

    private void Leave(TailedFile file)
    {
        _current.Remove(file.Path);
        _leaving.Add(file);
    }

    private LogLines Lines(string path, LogFileOptions option)
    {
        Labels labels = FileLabels.Of(path, hostName, option);
        return new LogLines(streams, labels, LogServiceName.Of(labels, path), Source);
    }

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The file that has a position's content under a name that a rotation gave it, open; by its identity, else the newest that begins so.</summary>
    private static (SafeFileHandle? File, FileIdentity Identity) Siblings(string path, FilePosition position)
    {
        string name = Path.GetFileName(path);
        IEnumerable<string> candidates = Directory.EnumerateFiles(Path.GetDirectoryName(path) ?? "/", Path.GetFileNameWithoutExtension(name) + "*")
            .Where(candidate => candidate != path)
            .OrderByDescending(candidate => FileIdentity.Of(candidate) == position.Identity)
            .ThenByDescending(File.GetLastWriteTimeUtc);
        foreach (string candidate in candidates)
        {
            if (FileIdentity.Of(candidate) is not { } identity || (position.HeadBytes == 0 && identity != position.Identity))
            {
                continue;
            }

            SafeFileHandle file = Open(candidate);
            if (TailedFile.IsOf(file, position))
            {
                return (file, identity);
            }

            file.Dispose();
        }

        return (null, default);
    }

    private void Try(string path, Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Tell(path, failure.Message);
        }
    }

    /// <summary>Once for each file and reason, not twice a second. Bounded, as files may come and go for ever.</summary>
    private void Tell(string path, string why)
    {
        if (_told.Count < 1_000 && _told.Add($"{path} {why}"))
        {
            LogUnreadable(log, path, why);
        }
    }

    [LoggerMessage(EventId = 1621, Level = LogLevel.Warning, Message = "{Path} is not read: {Why}. It is tried again.")]
    private static partial void LogUnreadable(ILogger log, string path, string why);
}
