using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Nightjar.Storage.State;

namespace Nightjar.Storage.Tests.State;

public sealed class StateMigrationTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Database => _scratch.File(StateStore.FileName);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Model_ComparedWithTheMigrations_IsTheSame()
    {
        using StateContext state = new(StateConnection.Options(Database));

        Assert.False(state.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Open_NewerVersion_IsRefusedWithASentence()
    {
        StateStore.Open(_scratch.Path).Dispose();
        Execute("INSERT INTO __EFMigrationsHistory VALUES ('20991231000000_FromTheFuture', '10.0.0')");

        StorageException refusal = Assert.Throws<StorageException>(() => StateStore.Open(_scratch.Path));

        Assert.Contains("written by a newer version of Nightjar (it holds 20991231000000_FromTheFuture)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AfterAKillDuringTheMigration_DoesNotWaitForItsLock()
    {
        Execute("CREATE TABLE __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp TEXT NOT NULL)");
        Execute("INSERT INTO __EFMigrationsLock VALUES (1, '2026-11-24 00:00:00')");

        using StateStore store = StateStore.Open(_scratch.Path);

        Assert.Empty(await store.EntitiesAsync(Cancellation));
    }

    [Fact]
    public void Open_NotADatabase_IsRefusedWithASentence()
    {
        File.WriteAllText(Database, new string('x', 10_000));

        StorageException refusal = Assert.Throws<StorageException>(() => StateStore.Open(_scratch.Path));

        Assert.Contains("is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DirectoryIsAFile_IsRefusedWithASentence()
    {
        File.WriteAllText(_scratch.File("taken"), "");

        StorageException refusal = Assert.Throws<StorageException>(() => StateStore.Open(_scratch.File("taken")));

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryConnection_AsOpened_SyncsOnCommitInWalMode()
    {
        using StateStore store = StateStore.Open(_scratch.Path);
        await using StateContext state = new(StateConnection.Options(Database));
        await state.Database.OpenConnectionAsync(Cancellation);

        // 2 is FULL, https://www.sqlite.org/pragma.html#pragma_synchronous.
        Assert.Equal(2, await state.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(Cancellation));
        Assert.Equal("wal", await state.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(Cancellation));
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
