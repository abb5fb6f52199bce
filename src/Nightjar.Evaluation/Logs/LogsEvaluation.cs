namespace Nightjar.Evaluation.Logs;

/// <summary>Mines labelled logs and scores the result.</summary>
public static class LogsEvaluation
{
    /// <param name="logs">At least one.</param>
    /// <param name="mined">What the miner made of each, in their order.</param>
    public static LogsReport Evaluate(IReadOnlyList<LabelledLog> logs, out IReadOnlyList<MinedLog> mined)
    {
        MinedLog[] all = [.. logs.Select(log => MinedLog.Of(log.Messages))];
        LogSystemReport[] systems = [.. logs.Zip(all, Report)];
        mined = all;
        LogScores[] corrected = [.. systems.Select(system => system.Corrected).OfType<LogScores>()];
        return new LogsReport(
            systems,
            LogScores.Mean([.. systems.Select(system => new LogScores(system.Ga, system.Fga, system.Pa, system.Fta))]),
            LogScores.Mean([.. systems.Select(system => system.Original)]),
            corrected.Length == 0 ? null : LogScores.Mean(corrected),
            MiningSpeed.Of(logs),
            RandomWordStress.Run());
    }

    private static LogSystemReport Report(LabelledLog log, MinedLog mined)
    {
        LogScores original = LogScoring.Score(log.Original, mined.Patterns, mined.Templates);
        LogScores? corrected = log.Corrected is null ? null : LogScoring.Score(log.Corrected, mined.Patterns, mined.Templates);
        LogScores texts = corrected ?? original;
        return new LogSystemReport(log.Name, log.Messages.Count, mined.Patterns.Distinct().Count(), original.Ga, original.Fga, texts.Pa, texts.Fta, original, corrected);
    }
}
