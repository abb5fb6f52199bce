using System.Text.Json;
using Nightjar.Commands.Text;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Logs;

namespace Nightjar.Commands.Evaluate;

/// <summary>Reads the logs, mines them, prints the report.</summary>
internal static class LogsRun
{
    /// <summary>Exit code 0 whatever the figures are: they are the answer.</summary>
    public static int Run(LogsSettings settings)
    {
        LogsReport? report = null;
        DataProblem? problem = null;
        try
        {
            Progress.While($"reading {settings.Data}", tell => report = Evaluate(settings, tell, out problem));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return ExitCode.CannotOpen;
        }

        if (report is null)
        {
            Console.Error.WriteLine(problem);
            return ExitCode.Failed;
        }

        if (settings.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, CommandJson.Default.LogsReport));
        }
        else
        {
            EvaluationText.Write(Console.Out, report);
        }

        return ExitCode.Ok;
    }

    private static LogsReport? Evaluate(LogsSettings settings, Action<string> tell, out DataProblem? problem)
    {
        if (!LoghubFolder.TryRead(settings.Data, settings.Raw, out IReadOnlyList<LabelledLog>? logs, out problem))
        {
            return null;
        }

        tell($"mining {logs.Count} logs");
        LogsReport report = LogsEvaluation.Evaluate(logs, out IReadOnlyList<MinedLog> mined);
        if (settings.Out is { } folder)
        {
            tell($"writing {folder}");
            Directory.CreateDirectory(folder);
            for (int i = 0; i < logs.Count; i++)
            {
                mined[i].Write(Path.Combine(folder, $"{logs[i].Name}.csv"));
            }
        }

        return report;
    }
}
