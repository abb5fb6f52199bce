using System.Text.Json;
using Nightjar.Commands.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Evaluation.Logs;

namespace Nightjar.Commands.Patterns;

/// <summary>Reads the files, mines them together, prints the patterns.</summary>
internal static class PatternsRun
{
    public const string StandardInput = "-";

    /// <summary>Exit code 0 whatever is in the logs; a file that cannot be read does not keep the others from being read.</summary>
    public static int Run(PatternsSettings settings)
    {
        LogMining mining = new(settings.Filter);
        int code = ExitCode.Ok;
        PatternsReport? report = null;
        List<string> problems = [];
        Progress.While("reading", tell =>
        {
            foreach (string file in settings.Files)
            {
                if (Problem(file, mining, tell) is var (problem, failure))
                {
                    problems.Add(problem);
                    code = failure;
                }
            }

            report = PatternsReport.Of(mining, settings.Top);
        });
        foreach (string problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (report is null || problems.Count == settings.Files.Count)
        {
            return code;
        }

        if (settings.AsJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, CommandJson.Default.PatternsReport));
        }
        else
        {
            PatternsText.Write(Terminal.Output(), report);
        }

        return code;
    }

    private static (string Problem, int ExitCode)? Problem(string file, LogMining mining, Action<string> tell)
    {
        if (Directory.Exists(file))
        {
            return ($"{file} is a directory; name its files: {Path.Combine(file, "*")}", ExitCode.CannotOpen);
        }

        if (file == StandardInput && !Console.IsInputRedirected)
        {
            Console.Error.WriteLine("Reading what is typed, until Ctrl+D; nightjar patterns FILE reads a file.");
        }

        try
        {
            long writtenNs = file == StandardInput ? TimeProvider.System.NowNs() : new DateTimeOffset(File.GetLastWriteTimeUtc(file)).ToUnixNs();
            Stream stream = file == StandardInput ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!LogTextReader.TryOpen(stream, out LogTextReader? reader, out string? problem))
            {
                stream.Dispose();
                return ($"{file} cannot be used: {problem}.", ExitCode.Failed);
            }

            using (reader)
            {
                mining.Read(reader, new LogTimeAssumption(writtenNs, TimeSpan.Zero), lines => tell($"reading {file}: {lines:N0} lines"));
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return ($"{file} cannot be read: {failure.Message}", ExitCode.CannotOpen);
        }
    }
}
