using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Tests.Telemetry.Logs;

public sealed class LogSearchTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("disk full", "Text(disk) Text(full)")]
    [InlineData("\"disk full\" -sda", "Text(disk full) -Text(sda)")]
    [InlineData("\"a \\\" b\"", "Text(a \" b)")]
    [InlineData("\"not closed", "Text(not closed)")]
    [InlineData("pattern:7.12 \"not closed", "Pattern(7.12) Text(not closed)")]
    [InlineData("/took \\d+ ms/ x", "Regex(took \\d+ ms) Text(x)")]
    [InlineData("/a\\/b/", "Regex(a/b)")]
    [InlineData("/var/log/syslog", "Text(/var/log/syslog)")]
    [InlineData("level:error level>=warn", "Level(error) LeastLevel(warn)")]
    [InlineData("service:shop -user=bob", "Field(shop) -Field(bob)")]
    [InlineData("user:\"bob b\"", "Field(bob b)")]
    [InlineData("12:30:07 std::bad_alloc http://x", "Text(12:30:07) Text(std::bad_alloc) Text(http://x)")]
    [InlineData("trace:5b8efff798038103d269b633813fc60c", "Trace(5b8efff798038103d269b633813fc60c)")]
    [InlineData("- a-b --", "Text(-) Text(a-b) -Text(-)")]
    public void TryParse_Text_GivesItsConditions(string text, string expected)
    {
        Assert.True(LogSearch.TryParse(text, out LogSearch search, out string? problem), problem);
        Assert.Equal(expected, string.Join(' ', search.Conditions.Select(one => $"{(one.IsNegated ? "-" : "")}{one.Kind}({one.Value})")));
    }

    [Theory]
    [InlineData("level:loud", "no level")]
    [InlineData("pattern:x", "no pattern")]
    [InlineData("trace:zz", "no trace id")]
    [InlineData("cpu>=3", "only level>=")]
    [InlineData("/(/", "no regular expression")]
    public void TryParse_WhatCannotBeAsked_SaysWhy(string text, string problem)
    {
        Assert.False(LogSearch.TryParse(text, out LogSearch search, out string? said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.Empty(search.Conditions);
    }

    [Fact]
    public void TryParse_AnythingTyped_NeverThrowsAndStaysBounded()
    {
        Random random = new(20261125);
        string[] pieces = ["\"", "/", "\\", "-", ":", "=", ">=", " ", "level", "pattern", "trace", "a", "7.12", "(", "[", "*", "\0", "é", "\ud800", "\t"];
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)]));
            bool isRead = LogSearch.TryParse(text, out LogSearch search, out string? problem);
            Assert.Equal(isRead, problem is null);
            Assert.InRange(search.Conditions.Count, 0, LogSearch.MaxConditions);
        }
    }
}
