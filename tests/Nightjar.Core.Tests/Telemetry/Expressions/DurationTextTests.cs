using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Core.Tests.Telemetry.Expressions;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("100ms", 100)]
    [InlineData("1y", 31_536_000_000)]
    [InlineData("0s", 0)]
    public void TryParse_Durations_AreMilliseconds(string text, long expected)
    {
        Assert.True(DurationText.TryParse(text, out long ms));
        Assert.Equal(expected, ms);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("30m1h")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("300y")]
    [InlineData("99999999999999999999s")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
