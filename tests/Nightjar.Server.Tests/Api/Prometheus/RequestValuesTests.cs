using Nightjar.Server.Api.Prometheus;

namespace Nightjar.Server.Tests.Api.Prometheus;

public sealed class RequestValuesTests
{
    [Theory]
    [InlineData("2026-11-24T06:00:00Z", 1_795_500_000_000)]
    [InlineData("1795500000.5", 1_795_500_000_500)]
    [InlineData("2250-01-01T00:00:00Z", 8_835_955_200_000)]
    [InlineData("1700-01-01T00:00:00Z", -8_520_336_000_000)]
    public void TryTime_WithinNanoseconds_IsRead(string text, long expectedMs)
    {
        Assert.True(RequestValues.TryTime(text, out long timeMs));
        Assert.Equal(expectedMs, timeMs);
    }

    [Theory]
    [InlineData("2300-01-01T00:00:00Z")]
    [InlineData("1600-01-01T00:00:00Z")]
    [InlineData("9000000001")]
    [InlineData("2026-11-24T06:00:00")]
    public void TryTime_BeyondNanosecondsOrWithoutAZone_IsRefused(string text) => Assert.False(RequestValues.TryTime(text, out _));
}
