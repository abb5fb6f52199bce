using System.Text;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Tests.Ingestion.Host.Parsing;

public sealed class InterfaceLineTests
{
    [Theory]
    [InlineData("  eth0: 827958352   17537    1    2    0     0          0         0   897492   10739    3    4    0     0       0          0", "eth0")]
    [InlineData("  eth0:827958352   17537    1    2    0     0          0         0   897492   10739    3    4    0     0       0          0", "eth0")] // 2.6
    [InlineData("eth0:1: 827958352 17537 1 2 0 0 0 0 897492 10739 3 4 0 0 0 0", "eth0:1")]
    public void TryParse_Interface_GivesCounts(string line, string expected)
    {
        Assert.True(InterfaceLine.TryParse(Encoding.UTF8.GetBytes(line), out ReadOnlySpan<byte> name, out InterfaceLine counts));

        Assert.Equal(expected, Encoding.UTF8.GetString(name));
        Assert.Equal(new InterfaceLine(827958352, 17537, 1, 2, 897492, 10739, 3, 4), counts);
    }

    [Theory]
    [InlineData("Inter-|   Receive                                                |  Transmit")]
    [InlineData(" face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed")]
    [InlineData("")]
    [InlineData("eth0: 1 2 3")]
    [InlineData(": 1 2 3 4 5 6 7 8 9 10 11 12")]
    public void TryParse_HeadingOrBrokenLine_IsRefused(string line) =>
        Assert.False(InterfaceLine.TryParse(Encoding.UTF8.GetBytes(line), out _, out _));
}
