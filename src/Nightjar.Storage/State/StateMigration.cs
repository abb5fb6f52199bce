using Microsoft.EntityFrameworkCore;

namespace Nightjar.Storage.State;

/// <summary>Brings the tables of an older version up to date, and refuses those of a newer one.</summary>
internal static class StateMigration
{
    public static void BringUpToDate(StateContext state, string path)
    {
        List<string> known = [.. state.Database.GetMigrations()];
        List<string> applied = [.. state.Database.GetAppliedMigrations()];
        if (applied.Except(known).FirstOrDefault() is { } newer)
        {
            throw new StorageException(
                $"The state database {path} was written by a newer version of Nightjar (it holds {newer}): start that version, or give another data directory.");
        }

        if (applied.Count == known.Count)
        {
            return;
        }

        // WAL lets readers go beside the writer; the file remembers it.
        state.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL");

        // EF Core guards a migration by a row in this table and waits for ever for one that a killed process has left. Here the
        // telemetry store has already locked the directory, so a row that is there belongs to nobody.
        state.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS __EFMigrationsLock");
        state.Database.Migrate();
    }
}
