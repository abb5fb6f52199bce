using Nightjar.Commands.Client;
using Nightjar.Commands.Text;
using Nightjar.Server.Api.V1;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Commands.Query;

/// <summary>Runs one statement, by the server or over the directory, and prints its rows.</summary>
internal static class QueryRun
{
    private const string StandardInput = "-";

    /// <summary>Exit code 4 when the statement is refused or wrong.</summary>
    public static async Task<int> RunAsync(QuerySettings settings, CancellationToken cancellation)
    {
        string sql = settings.Sql == StandardInput ? await Console.In.ReadToEndAsync(cancellation) : settings.Sql;
        return await HeldData.RunAsync(
            settings.DataDirectory,
            settings.Token,
            async server => Print(
                settings,
                await Progress.WhileAsync("running the statement", () => server.PostAsync(
                    "query",
                    new SqlRequest(sql, settings.MaxRows, settings.TimeoutSeconds),
                    CommandJson.Default.SqlRequest,
                    CommandJson.Default.SqlQueryResult,
                    cancellation))),
            async () =>
            {
                SqlQueryLimits limits = new() { MaxRows = settings.MaxRows, MaxDuration = TimeSpan.FromSeconds(settings.TimeoutSeconds) };
                return Print(settings, await Progress.WhileAsync("running the statement", () => Task.Run(
                    () =>
                    {
                        using TelemetryStore store = HeldData.OpenTelemetry(settings.DataDirectory);
                        return store.Query(sql, limits, cancellation);
                    },
                    cancellation)));
            });
    }

    private static int Print(QuerySettings settings, SqlQueryResult result)
    {
        Rows.Write(Console.Out, result, settings.Form, forTerminal: !Console.IsOutputRedirected);
        if (result.Truncated)
        {
            Console.Error.WriteLine($"There are more rows than the first {settings.MaxRows:N0}: raise --max-rows, or narrow the statement.");
        }

        return ExitCode.Ok;
    }
}
