namespace Nightjar.Server.Tests.Fuzzing;

/// <summary>A fuzzer that finds nothing proves nothing unless it is seen to find.</summary>
public sealed class FuzzerTests
{
    private static readonly byte[][] Corpus = ["name{a=\"b\"} 1"u8.ToArray()];

    [Fact]
    public void Run_ParserThatThrows_FailsWithSeedAndInput()
    {
        Exception finding = Assert.ThrowsAny<Exception>(() => new Fuzzer(7, Corpus).Run(input => Assert.NotEqual(0, input.AsSpan().IndexOf("name\""u8))));

        Assert.Contains("seed 7", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ParserThatAllocatesWithoutBound_Fails() =>
        Assert.ThrowsAny<Exception>(() => new Fuzzer(1, Corpus).Run(_ => GC.KeepAlive(new byte[5_000]), maxAllocatedBytes: 4_000));

    [Fact]
    public void Next_SameSeed_GivesTheSameInputs()
    {
        Mutator one = new(new Random(3), Corpus);
        Mutator other = new(new Random(3), Corpus);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(one.Next(), other.Next()));
    }
}
