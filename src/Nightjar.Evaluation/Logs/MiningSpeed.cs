using Nightjar.Core.Detection.Logs;

namespace Nightjar.Evaluation.Logs;

/// <summary>What mining costs, on one core.</summary>
/// <param name="LinesPerCpuSecond">By a miner that has seen such lines.</param>
/// <param name="LinesPerCpuSecondLearning">By a miner that knows nothing yet, until it has seen all lines once in each of a few rounds of other values.</param>
public sealed record MiningSpeed(double LinesPerCpuSecond, double LinesPerCpuSecondLearning)
{
    // Lines enough that a round takes a part of a second, which is what CPU time can be told by.
    private const int LeastLines = 400_000;
    private const int Rounds = 3;

    /// <summary>The best of a few rounds over the lines of all logs, taken in turns as if they came from all at once.</summary>
    public static MiningSpeed Of(IReadOnlyList<LabelledLog> logs)
    {
        byte[][] lines = Interleaved(logs);
        MiningSpeed best = new(0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            PatternMiner miner = new();
            double learning = LinesPerCpu(miner, lines);
            best = new MiningSpeed(
                Math.Max(best.LinesPerCpuSecond, LinesPerCpu(miner, lines)),
                Math.Max(best.LinesPerCpuSecondLearning, learning));
        }

        return best;
    }

    private static byte[][] Interleaved(IReadOnlyList<LabelledLog> logs)
    {
        int longest = logs.Max(log => log.Messages.Count);
        byte[][] once = [.. Enumerable.Range(0, longest).SelectMany(line => logs.Where(log => line < log.Messages.Count).Select(log => log.Messages[line]))];
        return [.. Enumerable.Repeat(once, (LeastLines / once.Length) + 1).SelectMany(lines => lines)];
    }

    private static double LinesPerCpu(PatternMiner miner, byte[][] lines)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        foreach (byte[] line in lines)
        {
            miner.Add(line);
        }

        return lines.Length / Math.Max((Environment.CpuUsage.TotalTime - before).TotalSeconds, 1e-6);
    }
}
