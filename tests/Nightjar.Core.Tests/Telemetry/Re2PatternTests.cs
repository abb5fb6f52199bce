using System.Text.RegularExpressions;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class Re2PatternTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "ab", false)]
    [InlineData("a|b", "b", true)]
    [InlineData("a|b", "ab", false)]
    [InlineData("a", "a\n", false)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData(@"\d+", "12", true)]
    [InlineData(@"\d+", "\u0661", false)] // an Arabic digit: RE2 knows ASCII digits only
    [InlineData(@"[\d.]+", "1.2", true)]
    [InlineData(@"\w", "\u00e9", false)]
    [InlineData(@"\W", "\u00e9", true)]
    [InlineData("[[:alpha:]]+", "abc", true)]
    [InlineData("[[:alpha:]]+", "a1", false)]
    [InlineData("[^[:digit:]]", "a", true)]
    [InlineData("[a[]+", "a[", true)]
    [InlineData("[]a]+", "]a", true)]
    [InlineData("(?P<name>a)b", "ab", true)]
    [InlineData("(?i)ABC", "abc", true)]
    [InlineData(@"\Qa.b\E+", "a.bb", true)]
    [InlineData(@"\Qa.b", "a.b", true)]
    [InlineData(@"\pL", "\u00e9", true)]
    [InlineData("a{2}", "aa", true)]
    [InlineData("", "", true)]
    public void TryCompile_Re2Spelling_MeansTheSame(string pattern, string value, bool fits)
    {
        Assert.True(Re2Pattern.TryCompile(pattern, out Regex? regex, out string? problem), problem);
        Assert.Equal(fits, regex.IsMatch(value));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a**")]
    [InlineData("(?=a)")]
    [InlineData(@"(a)\1")]
    public void TryCompile_NotRe2_IsRefused(string pattern) => Assert.False(Re2Pattern.TryCompile(pattern, out _, out _));
}
