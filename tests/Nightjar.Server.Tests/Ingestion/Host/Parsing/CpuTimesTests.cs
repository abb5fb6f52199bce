using System.Text;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Tests.Ingestion.Host.Parsing;

public sealed class CpuTimesTests
{
    [Fact]
    public void TryParse_MachineLine_GivesAllModes()
    {
        Assert.True(CpuTimes.TryParse("cpu  46189 1 12178 232508 2054 3 263 2181 7 8"u8, out int core, out CpuTimes times));

        Assert.Equal(-1, core);
        Assert.Equal(new CpuTimes(46189, 1, 12178, 232508, 2054, 3, 263, 2181), times);
        Assert.Equal(295377UL, times.Total); // guests (7 and 8) are part of user and nice
        Assert.Equal(234562UL, times.Resting);
    }

    [Fact]
    public void TryParse_CoreLine_GivesItsNumber()
    {
        Assert.True(CpuTimes.TryParse("cpu17 1 2 3 4 5 6 7 8 0 0"u8, out int core, out _));

        Assert.Equal(17, core);
    }

    [Fact]
    public void TryParse_Kernel24WithFourModes_LeavesTheRestZero()
    {
        Assert.True(CpuTimes.TryParse("cpu  10 20 30 40"u8, out _, out CpuTimes times));

        Assert.Equal(new CpuTimes(10, 20, 30, 40, 0, 0, 0, 0), times);
    }

    [Theory]
    [InlineData("")]
    [InlineData("intr 5 6 7")]
    [InlineData("cpu")]
    [InlineData("cpu 1 2 3")]
    [InlineData("cpux 1 2 3 4")]
    [InlineData("cpu 1 2 -3 4")]
    [InlineData("cpu 99999999999999999999 2 3 4")]
    [InlineData("cpu99999999999 1 2 3 4")]
    public void TryParse_OtherLine_IsRefused(string line) => Assert.False(CpuTimes.TryParse(Encoding.UTF8.GetBytes(line), out _, out _));
}
