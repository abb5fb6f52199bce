using System.Text;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Evaluation.Logs;

/// <summary>A million lines of five templates whose values are random words: nothing but the words around them tells that they vary.</summary>
/// <param name="Lines">How many.</param>
/// <param name="Signatures">What the miner holds after them.</param>
/// <param name="Patterns">Of these.</param>
public sealed record RandomWordStress(int Lines, int Signatures, int Patterns)
{
    private const int Seed = 1;
    private const int WordCount = 200_000;
    private const int ShortestWord = 4;
    private const int LongestWord = 9;

    private static readonly string[] Templates =
    [
        "connection from # closed by # after timeout",
        "user # logged in to # as #",
        "request # for # handled by worker # with result #",
        "cache miss on key # in region #",
        "# started",
    ];

    /// <summary>Mines them.</summary>
    public static RandomWordStress Run(int lines = 1_000_000)
    {
        Random random = new(Seed);
        string[] words = [.. Enumerable.Range(0, WordCount).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(ShortestWord, LongestWord + 1)).Select(_ => (char)random.Next('a', 'z' + 1))))];
        PatternMiner miner = new();
        StringBuilder text = new();
        for (int line = 0; line < lines; line++)
        {
            text.Clear();
            foreach (char one in Templates[random.Next(Templates.Length)])
            {
                _ = one == '#' ? text.Append(words[random.Next(words.Length)]) : text.Append(one);
            }

            miner.Add(Encoding.ASCII.GetBytes(text.ToString()));
        }

        return new RandomWordStress(lines, miner.SignatureCount, miner.Patterns.Count());
    }
}
