using System.CommandLine;
using Nightjar.Commands.Serve;
using Nightjar.Server;
using Nightjar.Storage;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Commands.Client;

/// <summary>
/// Work on a data directory that a server may hold: then the server is asked, else the directory is opened here. Only one process
/// can have it open.
/// </summary>
internal static class HeldData
{
    /// <summary>The option <c>--token</c> of the commands that may ask a server.</summary>
    public static Option<string?> TokenOption() => new("--token")
    {
        Description = $"Token of the running server (default: ${ServerToken.Variable}, else access.token of nightjar.yaml in the data directory)",
        HelpName = "TOKEN",
    };

    /// <summary>Runs one of two ways; expected trouble becomes a sentence on standard error and an exit code.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="token">From the command line.</param>
    /// <param name="ask">Where a server holds the directory.</param>
    /// <param name="open">Where none does.</param>
    public static async Task<int> RunAsync(string directory, string? token, Func<ServerClient, Task<int>> ask, Func<Task<int>> open)
    {
        try
        {
            if (ServerFile.Read(directory) is { } server)
            {
                using ServerClient client = new(server, directory, server.NeedsToken ? ServerToken.Find(directory, token) : null);
                return await ask(client);
            }

            RequireData(directory);
            return await open();
        }
        catch (CommandException failure)
        {
            return Say(failure.Message, failure.ExitCode);
        }
        catch (StorageException failure)
        {
            return Say(failure.Message, ExitCode.CannotOpen);
        }
        catch (SqlQueryException failure)
        {
            return Say(failure.Message, ExitCode.Failed);
        }
        catch (ConfigurationException failure)
        {
            return Say(failure.Message, ExitCode.Usage);
        }
    }

    /// <summary>Opens the telemetry; however many series it holds, the bound is for a server that takes in more.</summary>
    public static TelemetryStore OpenTelemetry(string directory) =>
        TelemetryStore.Open(directory, new TelemetryStoreOptions { MaxSeries = 100_000_000 }, TimeProvider.System);

    /// <summary>Opens the logs; a directory of before there were any gets an empty store.</summary>
    public static LogStore OpenLogs(string directory) =>
        LogStore.Open(directory, new LogStoreOptions { MaxStreams = 10_000_000 }, TimeProvider.System);

    /// <summary>Looking must not make a directory, or a mistyped name would answer that nothing is there.</summary>
    private static void RequireData(string directory)
    {
        if (!Directory.Exists(Path.Combine(directory, "telemetry")))
        {
            throw new CommandException(
                $"{directory} holds no data of Nightjar: name its directory with --data, or start `nightjar serve` there.", ExitCode.CannotOpen);
        }
    }

    private static int Say(string sentence, int code)
    {
        Console.Error.WriteLine(sentence);
        return code;
    }
}
