using System.Diagnostics;

namespace Nightjar.EndToEnd.Tests.Commands;

/// <summary>One run of the real executable, from a directory that is not its own, with its output piped.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    // Far more than any of them takes: a hang fails the test and does not hold it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end.</summary>
    public static Task<CommandRun> OfAsync(params IEnumerable<string> arguments) => WithInputAsync("", arguments);

    /// <summary>Runs it to its end with something on standard input.</summary>
    public static async Task<CommandRun> WithInputAsync(string input, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(NightjarProcess.Executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("NIGHTJAR_TOKEN");
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("nightjar did not start.");
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new CommandRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
