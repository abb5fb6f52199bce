using System.Text;
using Nightjar.Server.Ingestion.Host.Parsing;
using Nightjar.Server.Tests.Fuzzing;

namespace Nightjar.Server.Tests.Ingestion.Host.Parsing;

/// <summary>Every parser of the kernel's files, fed with broken ones. NIGHTJAR_FUZZ_SECONDS makes it longer.</summary>
public sealed class HostParsersFuzz
{
    private static readonly byte[][] Corpus =
    [
        "cpu  46189 0 12178 232508 2054 0 263 2181 0 0\ncpu0 21496 0 5722 119141 233 0 28 1089 0 0\nctxt 1232058\nprocesses 10808\n"u8.ToArray(),
        "0.36 0.56 0.57 7/161 10806\n"u8.ToArray(),
        "some avg10=11.86 avg60=3.95 avg300=4.94 total=104646571\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"u8.ToArray(),
        "MemTotal:       24684092 kB\nMemFree:        23942788 kB\nMemAvailable:   24061960 kB\nSwapTotal:             0 kB\n"u8.ToArray(),
        " 254       0 vda 42678 9174 4152522 51647 29499 21656 12619048 59618 0 32036 113442 8617 75 853816 1863 3859 311\n"u8.ToArray(),
        @"/dev/sdb1 /mnt/my\040disk ext4 rw,relatime 0 0"u8.ToArray(),
        "  eth0: 827958352   17537    0    0    0     0          0         0   897492   10739    0    0    0     0       0          0\n"u8.ToArray(),
        "10814 (cat) R 10802 10802 6116 0 -1 4194304 102 0 0 0 0 0 0 0 20 0 1 0 147822 3133440 383 18446744073709551615 9"u8.ToArray(),
        "  sl  local_address rem_address   st tx_queue\n   0: 00000000:07E8 00000000:0000 0A 00000000:00000000\n"u8.ToArray(),
        "Tcp: RtoMin MaxConn CurrEstab RetransSegs\nTcp: 200 -1 5 77\nTCP: inuse 1 orphan 0 tw 4 alloc 1 mem 0\n"u8.ToArray(),
    ];

    [Fact]
    public void TryParse_MutatedFiles_NeverThrowsAndStaysInRange() => Assert.True(new Fuzzer(20261124, Corpus).Run(ParseAll) > 0);

    private static void ParseAll(byte[] text)
    {
        int[] counts = new int[TcpTable.States.Length];
        FieldReader lines = new(text);
        int read = 0;
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            read += line.Length + 1;
            _ = CpuTimes.TryParse(line, out int core, out _);
            Assert.True(core >= -1);
            _ = DiskLine.TryParse(line, out _, out _);
            _ = InterfaceLine.TryParse(line, out _, out _);
            if (MountLine.TryParse(line, out MountLine mount))
            {
                Assert.StartsWith("/", mount.Mountpoint, StringComparison.Ordinal);
                Assert.True(Encoding.UTF8.GetByteCount(mount.Mountpoint) <= 3 * line.Length);
            }
        }

        Assert.InRange(read, text.Length, text.Length + 1);
        if (LoadAverage.TryParse(text, out LoadAverage load))
        {
            Assert.True(double.IsFinite(load.OneMinute) && double.IsFinite(load.FiveMinutes) && double.IsFinite(load.FifteenMinutes));
        }

        if (MemoryInfo.TryParse(text, out MemoryInfo memory))
        {
            Assert.InRange(memory.Used, 0, memory.Total);
            Assert.InRange(memory.SwapFree, 0, memory.SwapTotal);
        }

        _ = Pressure.TryParse(text, out _);
        _ = ProcessStat.TryParse(text, out _, out _);
        _ = KeyedNumbers.TryFind(text, "ctxt"u8, out _);
        _ = KeyedNumbers.TryFindColumn(text, "Tcp:"u8, "RetransSegs"u8, out _);
        _ = KeyedNumbers.TryFindWord(text, "TCP:"u8, "tw"u8, out _);
        _ = TcpTable.TryCount(text, counts);
        Assert.All(counts, count => Assert.True(count >= 0));
    }
}
