using System.Text;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Core.Tests.Telemetry.Patterns;

public class PatternMinerTests
{
    private readonly PatternMiner _miner = new();

    [Theory]
    [InlineData("Took 12 ms", "Took 7 ms", "Took <num> ms")]
    [InlineData("Took 12 ms", "Took 7 s", "Took <num> <*>")]
    [InlineData("accepted 10.0.0.1:80 and 10.0.0.2:81", "accepted 10.0.0.3:80 and 10.9.0.2:1", "accepted <ip> and <ip>")]
    [InlineData("open /var/log/a: denied", "open /tmp/b.txt: denied", "open <path>: denied")]
    [InlineData("get https://a.example/x?y=1 now", "get ftp://b.example now", "get <url> now")]
    [InlineData("at 10:00:01.5 it began", "at 23:59:59.123 it began", "at <time> it began")]
    [InlineData("since Mon Jun 3 2024", "since Tue Jul 14 2025", "since <time>")]
    [InlineData("link 00:1b:44:11:3a:b7 up", "link 00:1B:44:11:3A:B8 up", "link <mac> up")]
    [InlineData("from 2001:db8::1 closed", "from fe80::1:2 closed", "from <ip> closed")]
    [InlineData("mail to a.b@example.org sent", "mail to c@d.example sent", "mail to <mail> sent")]
    [InlineData("commit deadbeefcafe done", "commit 0123456789ab done", "commit <hex> done")]
    [InlineData("flags=0x1f set", "flags=0xab set", "flags=<hex> set")]
    [InlineData("host node-1 is up", "host node-22 is up", "host node-<id> is up")]
    [InlineData("block blk_1 gone", "block blk_22 gone", "block <id> gone")]
    [InlineData("value [1, 2, 3] read", "value [4] read", "value [<*>] read")]
    [InlineData("done in 3.", "done in 44.", "done in <num>.")]
    [InlineData("enabled: true", "enabled: False", "enabled: <bool>")]
    [InlineData("owner null set", "owner 17 set", "owner <*> set")]
    [InlineData("set vis=0a1 mask=b7 by mode 1", "set vis=cab mask=ff by mode 2", "set vis=<id> mask=<id> by mode <num>")]
    [InlineData("call f() left", "call f(5) left", "call f(<*>) left")]
    [InlineData("call f() left", "call f() left", "call f() left")]
    public void PatternOf_TwoLines_ShowsWhatTheyShare(string one, string other, string template)
    {
        int first = Add(one);
        int second = Add(other);

        Assert.Equal(first, second);
        Assert.Equal(template, _miner.PatternOf(first).Template);
    }

    [Theory]
    [InlineData("server started", "server stopped")]
    [InlineData("read 5 of 6", "wrote 5 of 6")]
    [InlineData("a: b", "a b")]
    public void Add_OtherWords_AreOtherPatterns(string one, string other)
    {
        Assert.NotEqual(Add(one), Add(other));
    }

    [Fact]
    public void PatternOf_ManyWordsInOnePosition_IsOnePatternWithTheOldestId()
    {
        int other = Add("session closed");
        int oldest = Add("session opened for alice by the door");
        string[] users = ["bob", "carol", "dave", "erin"];

        int[] ids = [.. users.Select(user => Add($"session opened for {user} by the door"))];

        LogPattern pattern = _miner.PatternOf(oldest);
        Assert.Equal(new LogPattern(oldest, "session opened for <*> by the door", 5, "session opened for alice by the door", 2, 6), pattern);
        Assert.All(ids, id => Assert.Equal(pattern, _miner.PatternOf(id)));
        Assert.Equal(pattern, _miner.PatternOf(Add("session opened for zoe by the door")) with { Count = 5, LastLine = 6 });
        Assert.Equal(other, _miner.PatternOf(other).Id);
    }

    [Fact]
    public void PatternOf_LinesThatDifferBehindTheTokensLookedAt_EndsInAnything()
    {
        string start = string.Join(' ', Enumerable.Range(0, MessageTokens.MaxTokens).Select(i => $"word{(char)('a' + (i % 26))}"));

        int id = Add(start + " one end");

        Assert.Equal(id, Add(start + " another"));
        Assert.Equal(start + " <*>", _miner.PatternOf(id).Template);
    }

    [Fact]
    public void PatternOf_AnUnknownId_IsTheUnclassified()
    {
        Assert.Equal(new LogPattern(0, "unclassified", 0, "", 0, 0), _miner.PatternOf(17));
    }

    [Fact]
    public void Add_TwiceAsManyFormsAsItMayHold_StaysBoundedAndCountsAddUp()
    {
        PatternMiner miner = new(new PatternMinerLimits(MaxSignatures: 128, MaxCandidates: 256));
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            miner.Add(Encoding.UTF8.GetBytes(i % 4 == 0 ? "the usual line" : string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => Word(random)))));
            Assert.InRange(miner.SignatureCount, 0, 128 + 2);
        }

        Assert.Equal(20_000, miner.Lines);
        Assert.Equal(20_000, miner.Patterns.Sum(pattern => pattern.Count));
        Assert.Equal(5_000, miner.Patterns.Single(pattern => pattern.Template == "the usual line").Count);
        Assert.Equal(0, miner.Patterns.Last().Id);
    }

    [Fact]
    public void PatternOf_AForgottenSignature_IsTheUnclassifiedWithItsLines()
    {
        PatternMiner miner = new(new PatternMinerLimits(MaxSignatures: 2));

        int[] ids = [miner.Add("one"u8), miner.Add("two times"u8), miner.Add("three (more)"u8)];

        Assert.Equal([0, ids[1], ids[2]], ids.Select(id => miner.PatternOf(id).Id));
        Assert.Equal([1, 1, 1], miner.Patterns.Select(pattern => pattern.Count));
    }

    [Fact]
    public void Add_KnownForm_AllocatesNothing()
    {
        byte[][] lines = [.. Enumerable.Range(0, 100).Select(i => Encoding.UTF8.GetBytes($"worker-{i} took {i * 7} ms for /a/{i} (of [{i}, 2]) by {Word(new Random(i))}"))];
        Round(1);

        Assert.Equal(0, Round(10));

        long Round(int times)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < times; i++)
            {
                foreach (byte[] line in lines)
                {
                    _miner.Add(line);
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 6).Select(_ => (char)random.Next('g', 'z')));

    private int Add(string line) => _miner.Add(Encoding.UTF8.GetBytes(line));
}
