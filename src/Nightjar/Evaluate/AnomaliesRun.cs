using System.Text.Json;
using Nightjar.Commands.Text;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.JointSimulation;
using Nightjar.Evaluation.Anomalies.Kpi;
using Nightjar.Evaluation.Anomalies.Nab;
using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Commands.Evaluate;

/// <summary>Reads the data, runs the methods over it, prints the report.</summary>
internal static class AnomaliesRun
{
    /// <summary>Exit code 0 whatever the figures are: they are the answer.</summary>
    public static int Run(AnomaliesSettings settings)
    {
        int code = ExitCode.Ok;
        Action? print = null;
        try
        {
            Progress.While($"reading {settings.Data}", tell => code = settings.Dataset switch
            {
                Dataset.Nab => Nab(settings, tell, out print),
                Dataset.Kpi => Kpi(settings, tell, out print),
                Dataset.Joint => Joint(settings, tell, out print),
                Dataset.Simulated => Simulated(settings, tell, out print),
                _ => Csv(settings, tell, out print),
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCode.CannotOpen, failure.Message);
        }

        print?.Invoke();
        return code;
    }

    private static int Nab(AnomaliesSettings settings, Action<string> tell, out Action? print)
    {
        print = null;
        string? otherFolder = FitOn.Folder(settings.FitOn);
        if (!NabCorpus.TryRead(settings.Data, out NabCorpus? corpus, out DataProblem? problem))
        {
            return Fail(problem);
        }

        NabCorpus? fit = corpus;
        if (otherFolder is not null && !NabCorpus.TryRead(otherFolder, out fit, out problem))
        {
            return Fail(problem);
        }

        if (!FitOn.TryChoose(settings, corpus.Files.Select(file => file.Series.Name), otherFolder ?? "the files that are scored", out FitChoice? choice))
        {
            return ExitCode.Usage;
        }

        tell($"judging {corpus.Files.Count} files");
        NabReport report = NabEvaluation.Evaluate(new NightjarMethod(), corpus, fit, choice, out MethodRun run);
        report = report with { Baselines = Baselines(settings, tell, method => NabEvaluation.Evaluate(method, corpus, fit, choice, out _)) };
        if (settings.Out is { } folder)
        {
            tell($"writing {folder}");
            for (int f = 0; f < corpus.Files.Count; f++)
            {
                NabResults.Write(folder, run.Method.Name, corpus.Files[f], run.Scores[f][0].Events);
            }
        }

        print = () =>
        {
            Print(settings, report, CommandJson.Default.NabReport, EvaluationText.Write);
            Console.Error.Write(string.Concat(corpus.Missing.Select(key => $"{key} is in the labels and not in the data: not scored.\n")));
        };
        return ExitCode.Ok;
    }

    private static int Kpi(AnomaliesSettings settings, Action<string> tell, out Action? print)
    {
        print = null;
        string? otherFolder = FitOn.Folder(settings.FitOn);
        DirectoryExists(settings.Data);
        if (!KpiCorpus.TryRead(settings.Data, out KpiCorpus? corpus, out DataProblem? problem))
        {
            return Fail(problem);
        }

        KpiCorpus? fit = corpus;
        if (otherFolder is not null && !KpiCorpus.TryRead(otherFolder, out fit, out problem))
        {
            return Fail(problem);
        }

        if (corpus.Test.Count == 0 || fit.Train.Count == 0)
        {
            return Fail(new DataProblem(
                corpus.Test.Count == 0 ? settings.Data : otherFolder ?? settings.Data, null, corpus.Test.Count == 0 ? "has no folder test" : "has no folder train to choose the threshold on"));
        }

        return Events(settings, tell, corpus, fit, otherFolder is null ? "train/ of the data" : $"train/ of {otherFolder}", out print);
    }

    private static int Csv(AnomaliesSettings settings, Action<string> tell, out Action? print)
    {
        print = null;
        string? otherFolder = FitOn.Folder(settings.FitOn);
        if (!SeriesFile.TryReadAll(settings.Data, out IReadOnlyList<LabelledSeries>? series, out DataProblem? problem))
        {
            return Fail(problem);
        }

        KpiCorpus corpus = KpiCorpus.Undivided(series);
        KpiCorpus fit = corpus;
        if (otherFolder is not null)
        {
            if (!SeriesFile.TryReadAll(otherFolder, out IReadOnlyList<LabelledSeries>? others, out problem))
            {
                return Fail(problem);
            }

            fit = KpiCorpus.Undivided(others);
        }

        return Events(settings, tell, corpus, fit, otherFolder ?? "the files that are scored", out print);
    }

    private static int Simulated(AnomaliesSettings settings, Action<string> tell, out Action? print)
    {
        tell($"simulating {settings.Simulation.SeriesPerKind} series of each kind");
        SimulationReport report = SimulationEvaluation.Evaluate(settings.Simulation);
        print = () => Print(settings, report, CommandJson.Default.SimulationReport, EvaluationText.Write);
        return ExitCode.Ok;
    }

    private static int Joint(AnomaliesSettings settings, Action<string> tell, out Action? print)
    {
        tell($"simulating {settings.Simulation.SeriesPerKind} entities of each kind");
        JointSimulationReport report = JointSimulationEvaluation.Evaluate(settings.Simulation);
        print = () => Print(settings, report, CommandJson.Default.JointSimulationReport, EvaluationText.Write);
        return ExitCode.Ok;
    }

    private static int Events(AnomaliesSettings settings, Action<string> tell, KpiCorpus corpus, KpiCorpus fit, string fitWords, out Action? print)
    {
        print = null;
        if (!FitOn.TryChoose(settings, fit.Train.Select(series => series.Name), fitWords, out FitChoice? choice))
        {
            return ExitCode.Usage;
        }

        if (!fit.Train.Any(series => choice.Includes(series.Name) && series.Labels.Contains(true)))
        {
            return Fail(ExitCode.Failed, $"No point of {choice.Words} is labelled: a threshold cannot be chosen there. Name other data with --fit-on.");
        }

        tell($"judging {corpus.Test.Count} series");
        EventReport report = EventEvaluation.Evaluate(new NightjarMethod(), corpus, fit, choice);
        report = report with { Baselines = Baselines(settings, tell, method => EventEvaluation.Evaluate(method, corpus, fit, choice)) };
        print = () => Print(settings, report, CommandJson.Default.EventReport, EvaluationText.Write);
        return ExitCode.Ok;
    }

    private static List<T>? Baselines<T>(AnomaliesSettings settings, Action<string> tell, Func<IAnomalyMethod, T> evaluate)
    {
        if (!settings.Baselines)
        {
            return null;
        }

        List<T> reports = [];
        foreach (IAnomalyMethod method in BaselineMethods.All)
        {
            tell($"judging by {method.Name}");
            reports.Add(evaluate(method));
        }

        return reports;
    }

    private static void Print<T>(AnomaliesSettings settings, T report, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json, Action<TextWriter, T> text)
    {
        if (settings.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, json));
        }
        else
        {
            text(Console.Out, report);
        }
    }

    private static void DirectoryExists(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"The folder {folder} is not there.");
        }
    }

    private static int Fail(DataProblem problem) => Fail(ExitCode.Failed, problem.ToString());

    private static int Fail(int code, string sentence)
    {
        Console.Error.WriteLine(sentence);
        return code;
    }
}
