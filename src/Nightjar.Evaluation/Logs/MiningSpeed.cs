using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Evaluation.Logs;

/// <summary>What mining costs, on one core.</summary>
/// <param name="LinesPerCpuSecond">By a miner that has seen such lines.</param>
/// <param name="LinesPerCpuSecondLearning">By miners that know nothing yet, each of which sees the lines once.</param>
public sealed record MiningSpeed(double LinesPerCpuSecond, double LinesPerCpuSecondLearning)
{
    // Lines enough that a round takes a part of a second, which is what CPU time can be told by.
    private const int LeastLines = 400_000;
    private const int Rounds = 3;

    /// <summary>The best of a few rounds over the lines of all logs, taken in turns as if they came from all at once.</summary>
    public static MiningSpeed Of(IReadOnlyList<LabelledLog> logs)
    {
        byte[][] lines = Interleaved(logs);
        int passes = (LeastLines / lines.Length) + 1;
        MiningSpeed best = new(0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            PatternMiner miner = new();
            _ = LinesPerCpu(lines, 1, () => miner);
            best = new MiningSpeed(
                Math.Max(best.LinesPerCpuSecond, LinesPerCpu(lines, passes, () => miner)),
                Math.Max(best.LinesPerCpuSecondLearning, LinesPerCpu(lines, passes, () => new PatternMiner())));
        }

        return best;
    }

    private static byte[][] Interleaved(IReadOnlyList<LabelledLog> logs)
    {
        int longest = logs.Max(log => log.Messages.Count);
        return [.. Enumerable.Range(0, longest).SelectMany(line => logs.Where(log => line < log.Messages.Count).Select(log => log.Messages[line]))];
    }

    private static double LinesPerCpu(byte[][] lines, int passes, Func<PatternMiner> minerOfPass)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int pass = 0; pass < passes; pass++)
        {
            PatternMiner miner = minerOfPass();
            foreach (byte[] line in lines)
            {
                miner.Add(line);
            }
        }

        return passes * (double)lines.Length / Math.Max((Environment.CpuUsage.TotalTime - before).TotalSeconds, 1e-6);
    }
}
