using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Core.Tests.Telemetry.Patterns;

public class PatternMinerPropertyTests
{
    [Fact]
    public void Lines_OfInventedPrograms_AreAPatternATemplate()
    {
        PatternMiner miner = new();
        foreach (string line in LogShapes.Lines(seed: 1).Take(20_000))
        {
            miner.Add(Encoding.UTF8.GetBytes(line));
        }

        Assert.Equal(LogShapes.Templates.Length, miner.Patterns.Count());
    }

    [Fact]
    public void Counts_InAnyOrderAndWithTooLittleRoom_AddUpToTheLines()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            string[] lines = [.. LogShapes.Lines(seed).Take(2_000)];
            PatternMiner miner = new(new PatternMinerLimits(MaxSignatures: 64, MaxCandidates: 4_096));
            new Random(seed).Shuffle(lines);
            foreach (string line in lines)
            {
                miner.Add(Encoding.UTF8.GetBytes(line));
            }

            return miner.Patterns.Sum(pattern => pattern.Count) == lines.Length && miner.Lines == lines.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Template_MatchesEveryLineOfItsPattern()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            string[] lines = [.. LogShapes.Lines(seed).Take(3_000)];
            PatternMiner miner = new();
            int[] ids = [.. lines.Select(line => miner.Add(Encoding.UTF8.GetBytes(line)))];
            Dictionary<int, Regex> patterns = ids.Distinct().ToDictionary(id => id, id => Matcher(miner.PatternOf(id).Template));
            return lines.Zip(ids).All(pair => patterns[pair.Second].IsMatch(pair.First));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));
    }

    [Fact]
    public void Add_AnyBytes_NeverThrowsAndStaysBounded()
    {
        PatternMiner miner = new(new PatternMinerLimits(MaxSignatures: 256, MaxCandidates: 4_096));
        Random random = new(7);
        byte[] alphabet = [.. "ab1 .,:;()[]{}<>=\"'|/\\@-_\n\t\0"u8, 0xff, 0xc3, 0xa9, 0x80];
        for (int i = 0; i < 50_000; i++)
        {
            byte[] line = new byte[random.Next(200)];
            for (int b = 0; b < line.Length; b++)
            {
                line[b] = i % 3 == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            }

            miner.Add(line);
        }

        Assert.InRange(miner.SignatureCount, 1, 258);
        Assert.Equal(50_000, miner.Patterns.Sum(pattern => pattern.Count));
        Assert.True(PatternMiner.TryRestore(miner.Save(), null, out _, out _));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a ")]
    [InlineData("1,")]
    [InlineData("(1) ")]
    [InlineData("1 2. ")]
    [InlineData("x=")]
    [InlineData("<1 KB ")]
    [InlineData("\0")]
    [InlineData("...a")]
    [InlineData("é")]
    public void Add_AMegabyteOfOneThing_IsOnePattern(string part)
    {
        PatternMiner miner = new();
        byte[] line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length)));

        int id = miner.Add(line);

        Assert.Equal(id, miner.Add(line));
        LogPattern pattern = Assert.Single(miner.Patterns);
        Assert.InRange(Encoding.UTF8.GetByteCount(pattern.Example), 1, PatternMiner.MaxMessageBytes + 3);
        Assert.InRange(pattern.Template.Length, 0, PatternMiner.MaxMessageBytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        miner.Add(line);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A template as an expression: placeholders are anything, blanks any white space or none.</summary>
    private static Regex Matcher(string template) => new(
        "^\\s*" + Regex.Escape(LogPlaceholders.Untyped(template)).Replace("<\\*>", ".*", StringComparison.Ordinal).Replace("\\ ", "\\s*", StringComparison.Ordinal) + "\\s*$",
        RegexOptions.Singleline);
}
