using Nightjar.Server.Configuration;

namespace Nightjar.Server.Tests.Configuration;

public sealed class ConfigurationValueTests
{
    [Theory]
    [InlineData("15s", 15)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7_200)]
    [InlineData("7d", 604_800)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5H", 5_400)]
    [InlineData(" 15s ", 15)]
    [InlineData("00:01:30", 90)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("0", 0)]
    public void Read_Duration_IsUnderstood(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ConfigurationValue.Read(text, typeof(TimeSpan), false));

    [Theory]
    [InlineData("15")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("")]
    [InlineData("1e3s")]
    [InlineData("9999999999999d")]
    [InlineData("25:99:00")]
    [InlineData("soon")]
    public void Read_NoDuration_IsNull(string text) => Assert.Null(ConfigurationValue.Read(text, typeof(TimeSpan), false));

    [Theory]
    [InlineData("512MB", 512_000_000)]
    [InlineData("512 mb", 512_000_000)]
    [InlineData("1KiB", 1_024)]
    [InlineData("1.5GiB", 1_610_612_736)]
    [InlineData("20GB", 20_000_000_000)]
    [InlineData("2TB", 2_000_000_000_000)]
    [InlineData("7b", 7)]
    [InlineData("4096", 4_096)]
    public void Read_Size_IsUnderstood(string text, long bytes) => Assert.Equal(bytes, ConfigurationValue.Read(text, typeof(long), true));

    [Theory]
    [InlineData("MB")]
    [InlineData("-1MB")]
    [InlineData("99999999999TB")]
    [InlineData("1.5")]
    [InlineData("many")]
    public void Read_NoSize_IsNull(string text) => Assert.Null(ConfigurationValue.Read(text, typeof(long), true));

    [Fact]
    public void Read_SizeTooLargeForItsProperty_IsNull() => Assert.Null(ConfigurationValue.Read("20GB", typeof(int), true));

    [Theory]
    [InlineData("true", typeof(bool), true)]
    [InlineData("FALSE", typeof(bool), false)]
    [InlineData("0.25", typeof(double), 0.25)]
    [InlineData("7", typeof(int), 7)]
    public void Read_Plain_IsUnderstood(string text, Type type, object expected) => Assert.Equal(expected, ConfigurationValue.Read(text, type, false));

    [Theory]
    [InlineData("yes", typeof(bool))]
    [InlineData("0,25", typeof(int))]
    [InlineData("1", typeof(DayOfWeek))]
    [InlineData("99999999999", typeof(int))]
    public void Read_NotOfItsType_IsNull(string text, Type type) => Assert.Null(ConfigurationValue.Read(text, type, false));

    [Theory]
    [InlineData("retentionage", "retentionAge")]
    [InlineData("retentoinAge", "retentionAge")]
    [InlineData("tokn", "token")]
    [InlineData("elephant", null)]
    [InlineData("", null)]
    public void NearestName_Written_IsTheOneMeant(string written, string? meant) =>
        Assert.Equal(meant, NearestName.Of(written, ["retentionAge", "token", "maxSeries"]));
}
