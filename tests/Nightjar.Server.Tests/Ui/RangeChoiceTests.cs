using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui;

namespace Nightjar.Server.Tests.Ui;

public class RangeChoiceTests
{
    private const long NowNs = 1_795_000_000_000_000_000;

    [Theory]
    [InlineData("http://x/?range=6h", 6 * 3_600)]
    [InlineData("http://x/explore?s=a&range=90s", 90)]
    [InlineData("http://x/?range=30d", 30 * 86_400)]
    [InlineData("http://x/", 3_600)]
    [InlineData("http://x/?range=", 3_600)]
    [InlineData("http://x/?range=forever", 3_600)]
    [InlineData("http://x/?range=0s", 3_600)]
    [InlineData("http://x/?range=999999999d", 3_600)]
    [InlineData("http://x/?range=-5m", 3_600)]
    [InlineData("http://x/?from=nonsense&to=2026-11-24T07:00:00Z", 3_600)]
    [InlineData("http://x/?from=2026-11-24T08:00:00Z&to=2026-11-24T07:00:00Z", 3_600)]
    public void FromUrl_RangeOrNonsense_LengthUpToNow(string url, long seconds)
    {
        TimeRange range = RangeChoice.FromUrl(url).Resolve(NowNs);

        Assert.Equal(NowNs, range.ToNs);
        Assert.Equal(seconds, (long)range.Duration.TotalSeconds);
    }

    [Fact]
    public void FromUrl_FromAndTo_StandsStill()
    {
        RangeChoice choice = RangeChoice.FromUrl("http://x/?from=2026-11-24T06:00:00Z&to=2026-11-24T07:30:00.5Z&range=6h");

        Assert.False(choice.IsLive);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero).ToUnixNs(), choice.Resolve(NowNs).FromNs);
        Assert.Equal(5_400.5, choice.Resolve(NowNs).Duration.TotalSeconds);
    }

    [Theory]
    [InlineData("15m")]
    [InlineData("1h")]
    [InlineData("24h")]
    [InlineData("7d")]
    [InlineData("90s")]
    public void ToQuery_OfLength_ReadsBackTheSame(string text)
    {
        RangeChoice choice = RangeChoice.FromUrl($"http://x/?range={text}");

        Assert.Equal(text, Assert.Single(choice.ToQuery()).Value);
    }

    [Fact]
    public void ToQuery_OfFixed_ReadsBackTheSame()
    {
        RangeChoice choice = RangeChoice.Between(NowNs, NowNs - 1_234_000_000_000);

        string query = string.Join('&', choice.ToQuery().Select(pair => $"{pair.Key}={pair.Value}"));

        Assert.Equal(choice, RangeChoice.FromUrl("http://x/?" + query));
    }

    [Fact]
    public void Between_OneInstant_IsWideEnoughToDraw() =>
        Assert.Equal(10, RangeChoice.Between(NowNs, NowNs).Resolve(NowNs).Duration.TotalSeconds);
}
