using System.Text;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Tests.Ingestion.Host.Parsing;

public sealed class DiskLineTests
{
    private static readonly DiskLine Expected = new(42678, 4152522, 51647, 29499, 12619048, 59618, 3, 32036);

    [Theory]
    [InlineData(" 254       0 vda 42678 9174 4152522 51647 29499 21656 12619048 59618 3 32036 113442 8617 75 853816 1863 3859 311")] // 5.5
    [InlineData(" 254       0 vda 42678 9174 4152522 51647 29499 21656 12619048 59618 3 32036 113442 8617 75 853816 1863")] // 4.18
    [InlineData(" 254       0 vda 42678 9174 4152522 51647 29499 21656 12619048 59618 3 32036 113442")] // 2.6
    public void TryParse_LinesOfSeveralKernels_GiveTheSame(string line)
    {
        Assert.True(DiskLine.TryParse(Encoding.UTF8.GetBytes(line), out ReadOnlySpan<byte> device, out DiskLine disk));

        Assert.Equal("vda", Encoding.UTF8.GetString(device));
        Assert.Equal(Expected, disk);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8 0 sda")]
    [InlineData("8 1 sda1 35486 0 35496 38030")] // partitions before 2.6.25
    [InlineData("8 0 sda 1 2 3 4 5 6 7 8 9 x")]
    public void TryParse_ShortOrBrokenLine_IsRefused(string line) => Assert.False(DiskLine.TryParse(Encoding.UTF8.GetBytes(line), out _, out _));
}
