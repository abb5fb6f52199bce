using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Logs;
using Nightjar.Evaluation.Tests.Anomalies;

namespace Nightjar.Evaluation.Tests.Logs;

public class LogsEvaluationTests
{
    [Fact]
    public void Evaluate_Loghub_KeepsItsFigures()
    {
        Assert.True(LoghubFolder.TryRead(SharedData.Folder("loghub"), raw: false, out IReadOnlyList<LabelledLog>? logs, out DataProblem? problem), problem?.ToString());

        LogsReport report = LogsEvaluation.Evaluate(logs, out IReadOnlyList<MinedLog> mined);

        Assert.InRange(report.Average.Ga, 0.995, 1);
        Assert.InRange(report.Average.Fga, 0.985, 1);
        Assert.InRange(report.Average.Pa, 0.88, 1);
        Assert.InRange(report.Average.Fta, 0.88, 1);
        Assert.InRange(report.AverageCorrected!.Ga, 0.995, 1);
        Assert.InRange(report.AverageCorrected.Fga, 0.98, 1);
        Assert.All(logs.Zip(mined), pair => Assert.Equal(pair.First.Messages.Count, pair.Second.Patterns.Count));
    }

    [Fact]
    public void TryRead_LoghubsRawLines_GivesMessagesThatAreGroupedAsWell()
    {
        Assert.True(LoghubFolder.TryRead(SharedData.Folder("loghub"), raw: true, out IReadOnlyList<LabelledLog>? logs, out DataProblem? problem), problem?.ToString());

        double[] accuracies = [.. logs.Select(log =>
        {
            MinedLog mined = MinedLog.Of(log.Messages);
            return LogScoring.Score(log.Original, mined.Patterns, mined.Templates).Ga;
        })];

        Assert.InRange(accuracies.Average(), 0.99, 1);
    }

    [Fact]
    public void Run_RandomWords_StaysSmall()
    {
        RandomWordStress stress = RandomWordStress.Run(lines: 100_000);

        Assert.InRange(stress.Signatures, 5, 1_000);
        Assert.InRange(stress.Patterns, 5, 20);
    }
}
