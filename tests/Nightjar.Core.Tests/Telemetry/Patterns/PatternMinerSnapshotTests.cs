using System.Text;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Core.Tests.Telemetry.Patterns;

public class PatternMinerSnapshotTests
{
    [Fact]
    public void TryRestore_AfterSave_GivesTheSameIdsAndPatternsAsWithout()
    {
        PatternMiner whole = new();
        PatternMiner first = new();
        string[] lines = [.. LogShapes.Lines(seed: 3).Take(6_000)];
        foreach (string line in lines[..3_000])
        {
            whole.Add(Encoding.UTF8.GetBytes(line));
            first.Add(Encoding.UTF8.GetBytes(line));
        }

        Assert.True(PatternMiner.TryRestore(first.Save(), null, out PatternMiner restored, out string? problem), problem);

        Assert.Equal(whole.Patterns, restored.Patterns);
        Assert.All(lines[3_000..], line => Assert.Equal(whole.Add(Encoding.UTF8.GetBytes(line)), restored.Add(Encoding.UTF8.GetBytes(line))));
        Assert.Equal(whole.Patterns, restored.Patterns);
        Assert.Equal(whole.Save(), restored.Save());
    }

    [Fact]
    public void TryRestore_AnyByteChangedOrMissing_SaysSo()
    {
        PatternMiner miner = new();
        miner.Add("took 5 ms"u8);
        byte[] content = miner.Save();
        for (int i = 0; i < content.Length; i++)
        {
            byte[] changed = [.. content];
            changed[i] ^= 0x10;
            Assert.False(PatternMiner.TryRestore(changed, null, out PatternMiner empty, out string? problem));
            Assert.Equal((0, "its bytes are damaged, so its patterns are learnt anew"), (empty.Lines, problem));
            Assert.False(PatternMiner.TryRestore(content.AsSpan(0, i), null, out _, out _));
        }
    }
}
