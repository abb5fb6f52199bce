using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Nightjar.Storage.State;

/// <summary>How every connection to <c>state.db</c> is set.</summary>
internal sealed class StateConnection : DbConnectionInterceptor
{
    // FULL syncs the log on every commit, so that a saved record survives a power cut.
    private const string Settings = "PRAGMA synchronous = FULL";

    /// <summary>The options of a context over one file. Collections go as one JSON parameter: SQLite bounds the number of parameters.</summary>
    public static DbContextOptions<StateContext> Options(string path)
    {
        SqliteConnectionStringBuilder connection = new() { DataSource = path };
        return new DbContextOptionsBuilder<StateContext>()
            .UseSqlite(connection.ConnectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new StateConnection())
            .Options;
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
