using System.Text;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Tests.Ingestion.Host.Parsing;

public sealed class ProcessStatTests
{
    [Theory]
    [InlineData("cat")]
    [InlineData("Web Content")]
    [InlineData("(sd-pam)")]
    [InlineData("a) S 1 (b")]
    public void TryParse_AnyName_IsFoundBetweenTheOuterBrackets(string name)
    {
        string line = $"10814 ({name}) R 10802 10802 6116 0 -1 4194304 102 0 0 0 30 12 0 0 20 0 7 0 147822 3133440 383 18446744073709551615 9 9";
        Assert.True(ProcessStat.TryParse(Encoding.UTF8.GetBytes(line), out ReadOnlySpan<byte> found, out ProcessStat process));

        Assert.Equal(name, Encoding.UTF8.GetString(found));
        Assert.Equal(new ProcessStat((byte)'R', false, 42, 147822, 383, 7), process);
    }

    [Fact]
    public void TryParse_KernelThread_IsTold()
    {
        Assert.True(ProcessStat.TryParse("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 5 0 0 1"u8, out _, out ProcessStat process));

        Assert.True(process.IsKernel);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 (a")]
    [InlineData("1 )a( R")]
    [InlineData("1 (a) R 1 2 3")]
    [InlineData("1 (a) RUN 0 0 0 0 -1 0 0 0 0 0 0 1 0 0 20 0 1 0 5 0 0 1")]
    public void TryParse_BrokenLine_IsRefused(string line) => Assert.False(ProcessStat.TryParse(Encoding.UTF8.GetBytes(line), out _, out _));
}
