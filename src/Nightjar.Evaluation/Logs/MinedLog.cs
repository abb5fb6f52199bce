using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Evaluation.Logs;

/// <summary>What the miner made of a log, looked at after its last line.</summary>
/// <param name="Patterns">The id of each line's pattern.</param>
/// <param name="Templates">The template of each line's pattern, with <see cref="LogPlaceholders.Any"/> for all values.</param>
public sealed record MinedLog(IReadOnlyList<int> Patterns, IReadOnlyList<string> Templates)
{
    /// <summary>Mines lines in their order by a miner that knows nothing yet.</summary>
    public static MinedLog Of(IReadOnlyList<byte[]> lines)
    {
        PatternMiner miner = new();
        int[] signatures = [.. lines.Select(line => miner.Add(line))];
        Dictionary<int, LogPattern> patterns = signatures.Distinct().ToDictionary(id => id, miner.PatternOf);
        return new MinedLog(
            [.. signatures.Select(id => patterns[id].Id)],
            [.. signatures.Select(id => LogPlaceholders.Untyped(patterns[id].Template))]);
    }

    /// <summary>
    /// Writes <c>LineId,EventId,EventTemplate</c>, one row a line. Throws <see cref="IOException"/> and
    /// <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public void Write(string path)
    {
        using StreamWriter writer = new(path);
        writer.Write("LineId,EventId,EventTemplate\n");
        for (int line = 0; line < Patterns.Count; line++)
        {
            writer.Write(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{line + 1},E{Patterns[line]},\"{Templates[line].Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
        }
    }
}
