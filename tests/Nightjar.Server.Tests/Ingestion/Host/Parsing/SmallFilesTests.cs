using System.Text;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Tests.Ingestion.Host.Parsing;

public sealed class SmallFilesTests
{
    [Fact]
    public void LoadAverage_File_GivesLoadAndThreads()
    {
        Assert.True(LoadAverage.TryParse("0.36 1.56 12.57 7/161 10806\n"u8, out LoadAverage load));

        Assert.Equal(new LoadAverage(0.36, 1.56, 12.57, 161), load);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.1 0.2")]
    [InlineData("0.1 0.2 0.3 7 1")]
    [InlineData("0.1 0.2 NaN 1/2 3")]
    [InlineData("a b c 1/2 3")]
    public void LoadAverage_BrokenFile_IsRefused(string text) => Assert.False(LoadAverage.TryParse(Bytes(text), out _));

    [Fact]
    public void Pressure_NewKernel_GivesBoth()
    {
        Assert.True(Pressure.TryParse(
            "some avg10=11.86 avg60=3.95 avg300=4.94 total=104646571\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=17\n"u8, out Pressure pressure));

        Assert.Equal(new Pressure(104646571, 17), pressure);
    }

    [Fact]
    public void Pressure_CpuBefore513_HasNoFull()
    {
        Assert.True(Pressure.TryParse("some avg10=0.00 avg60=0.00 avg300=0.00 total=9\n"u8, out Pressure pressure));

        Assert.Equal(new Pressure(9, null), pressure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("full avg10=0.00 total=9")]
    [InlineData("some avg10=0.00 total=x")]
    public void Pressure_BrokenFile_IsRefused(string text) => Assert.False(Pressure.TryParse(Bytes(text), out _));

    [Fact]
    public void MemoryInfo_NewKernel_TakesAvailableAsSaid()
    {
        Assert.True(MemoryInfo.TryParse(
            "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nBuffers: 50 kB\nCached: 400 kB\nSwapTotal: 200 kB\nSwapFree: 50 kB\nHugePages_Total: 0\n"u8,
            out MemoryInfo memory));

        Assert.Equal(400 * 1024, memory.Used);
        Assert.Equal(new MemoryInfo(1024000, 102400, 614400, 51200, 409600, 204800, 51200), memory);
    }

    [Fact]
    public void MemoryInfo_Before314_SumsFreeBuffersAndCache()
    {
        Assert.True(MemoryInfo.TryParse("MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 400 kB\n"u8, out MemoryInfo memory));

        Assert.Equal(550 * 1024, memory.Available);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: kB")]
    [InlineData("MemFree: 5 kB")]
    public void MemoryInfo_WithoutTotal_IsRefused(string text) => Assert.False(MemoryInfo.TryParse(Bytes(text), out _));

    [Fact]
    public void MountLine_EscapedNames_AreUnescaped()
    {
        Assert.True(MountLine.TryParse(@"/dev/sdb1 /mnt/my\040disk\134x ext4 rw,relatime 0 0"u8, out MountLine mount));

        Assert.Equal(new MountLine("/dev/sdb1", @"/mnt/my disk\x", "ext4"), mount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/sdb1 /mnt")]
    [InlineData("none swap swap")]
    public void MountLine_BrokenLine_IsRefused(string line) => Assert.False(MountLine.TryParse(Bytes(line), out _));

    [Fact]
    public void TryFind_KeyIsBeginningOfAnother_TakesTheWholeWord()
    {
        Assert.True(KeyedNumbers.TryFind("pswpin_x 1\npswpin 12\n"u8, "pswpin"u8, out ulong value));

        Assert.Equal(12UL, value);
        Assert.False(KeyedNumbers.TryFind("pswpin x\n"u8, "pswpin"u8, out _));
    }

    [Fact]
    public void TryFindColumn_Snmp_TakesTheFigureUnderTheName()
    {
        ReadOnlySpan<byte> text = "Ip: Forwarding DefaultTTL\nIp: 2 64\nTcp: RtoMin MaxConn CurrEstab RetransSegs\nTcp: 200 -1 5 77\n"u8;
        Assert.True(KeyedNumbers.TryFindColumn(text, "Tcp:"u8, "RetransSegs"u8, out ulong value));

        Assert.Equal(77UL, value);
        Assert.False(KeyedNumbers.TryFindColumn(text, "Udp:"u8, "InErrors"u8, out _));
    }

    [Fact]
    public void TryFindWord_Sockstat_TakesTheFigureAfterIt()
    {
        Assert.True(KeyedNumbers.TryFindWord("sockets: used 23\nTCP: inuse 1 orphan 0 tw 4 alloc 1 mem 0\n"u8, "TCP:"u8, "tw"u8, out ulong value));

        Assert.Equal(4UL, value);
    }

    [Fact]
    public void TcpTable_Connections_AreCountedByState()
    {
        int[] counts = new int[TcpTable.States.Length];
        Assert.True(TcpTable.TryCount(
            "  sl  local_address rem_address   st tx_queue\n   0: 00000000:07E8 00000000:0000 0A 0:0\n   1: 0100007F:07E8 0100007F:0001 01 0:0\n   2: a b 0C 0\n   3: a b ZZ 0\n   4: a b\n"u8,
            counts));

        Assert.Equal(1, counts[0]);
        Assert.Equal(1, counts[2]); // a request not yet accepted
        Assert.Equal(1, counts[9]);
        Assert.Equal(3, counts.Sum());
    }

    [Fact]
    public void TcpTable_OtherFile_IsRefused() => Assert.False(TcpTable.TryCount("hello\n"u8, new int[TcpTable.States.Length]));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
