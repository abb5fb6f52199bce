using Microsoft.Data.Sqlite;

namespace Nightjar.Storage.State;

/// <summary>What a failure of SQLite means to people.</summary>
internal static class StateFailure
{
    // The primary result codes, https://www.sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>True when the cause, or what it wraps, is SQLite saying that it cannot do its work.</summary>
    public static bool Is(Exception failure) => Find(failure) is not null;

    /// <summary>With the sentence for people.</summary>
    public static StorageException ToStorageException(string path, Exception failure)
    {
        string meaning = Find(failure)?.SqliteErrorCode switch
        {
            Busy or Locked => "is held by another process: stop it, or give another data directory",
            ReadOnly => "cannot be written: check its owner and permissions",
            InputOutput => "could not be read or written: look at the disk",
            Corrupt or NotADatabase => "is damaged: put it aside and start again (entities come back by themselves), or restore a backup",
            Full => "cannot grow, the disk is full: free some space",
            CannotOpen => "cannot be opened: check that its directory exists and may be written",
            _ => "refused a statement",
        };
        return new StorageException($"The state database {path} {meaning} ({failure.GetBaseException().Message})", failure);
    }

    private static SqliteException? Find(Exception? failure) =>
        failure is null ? null : failure as SqliteException ?? Find(failure.InnerException);
}
