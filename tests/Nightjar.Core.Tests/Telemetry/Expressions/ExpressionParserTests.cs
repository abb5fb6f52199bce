using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Core.Tests.Telemetry.Expressions;

public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("1+1", 2)]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("-2^2", -4)]
    [InlineData("2^-1", 0.5)]
    [InlineData("2^3^2", 512)]
    [InlineData("-2 * 3", -6)]
    [InlineData("7 % 4", 3)]
    [InlineData("-7 % 4", -3)]
    [InlineData("1/0", double.PositiveInfinity)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("0x1F", 31)]
    [InlineData("1e3", 1000)]
    [InlineData("1e+3-1", 999)]
    [InlineData(".5", 0.5)]
    [InlineData("--1", 1)]
    [InlineData(" 1 # a comment\n + 1", 2)]
    public void TryParse_Numbers_AreEvaluated(string text, double expected)
    {
        Assert.True(ExpressionParser.TryParse(text, out Expression? expression, out string? problem), problem);
        Assert.Equal(expected, Assert.IsType<Expression.Number>(expression).Value);
    }

    [Theory]
    [InlineData("up", 0, null)]
    [InlineData("(up)", 0, null)]
    [InlineData("up[5m]", 0, 300_000L)]
    [InlineData("up offset 5m", 300_000, null)]
    [InlineData("up offset -1h30m", -5_400_000, null)]
    [InlineData("up[1d] offset 1w", 604_800_000, 86_400_000L)]
    [InlineData("x:rate{a=\"b\",}", 0, null)]
    [InlineData("{__name__=~\"node_.+\", job!~\"a|b\"}[100ms]", 0, 100L)]
    public void TryParse_Selectors_KeepOffsetAndRange(string text, long offsetMs, long? rangeMs)
    {
        Assert.True(ExpressionParser.TryParse(text, out Expression? expression, out string? problem), problem);
        Expression.Selector selector = Assert.IsType<Expression.Selector>(expression);
        Assert.Equal((offsetMs, rangeMs), (selector.OffsetMs, selector.RangeMs));
    }

    [Theory]
    [InlineData("rate(x[5m])", "the function or aggregation rate is beyond")]
    [InlineData("sum by (a) (x)", "the function or aggregation sum is beyond")]
    [InlineData("x + 1", "the operator + on series is beyond")]
    [InlineData("1 - x", "the operator - on series is beyond")]
    [InlineData("-x", "the sign - before a selector is beyond")]
    [InlineData("x > 1", "the comparison > is beyond")]
    [InlineData("x and y", "the operator and is beyond")]
    [InlineData("x @ 1", "the modifier @ is beyond")]
    [InlineData("x[5m:1m]", "a subquery is beyond")]
    [InlineData("\"text\"", "a string as expression is beyond")]
    public void TryParse_PromQlBeyond_SaysWhichPart(string text, string part)
    {
        Assert.False(ExpressionParser.TryParse(text, out _, out string? problem));
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{a=\"\"}")]
    [InlineData("{a=~\".*\"}")]
    [InlineData("up{a=}")]
    [InlineData("up{a:b=\"c\"}")]
    [InlineData("up{a=\"b\"")]
    [InlineData("up[5]")]
    [InlineData("up[0s]")]
    [InlineData("up[5m][5m]")]
    [InlineData("up offset")]
    [InlineData("up{__name__=\"down\"}")]
    [InlineData("1 +")]
    [InlineData("(1")]
    [InlineData("1)")]
    [InlineData("5m")]
    [InlineData("\"open")]
    [InlineData("up{a=~\"(\"}")]
    [InlineData("up{a=~\"(?=x)\"}")]
    [InlineData("\u00e4")]
    public void TryParse_NoPromQl_IsRefusedWithASentence(string text)
    {
        Assert.False(ExpressionParser.TryParse(text, out Expression? expression, out string? problem));
        Assert.Null(expression);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void TryParse_DeepNesting_IsRefusedBeforeTheStackEnds()
    {
        foreach (string sign in (string[])["(", "-", "2^-", "2^"])
        {
            Assert.False(ExpressionParser.TryParse(string.Concat(Enumerable.Repeat(sign, 20_000 / sign.Length)) + "1", out _, out string? problem));
            Assert.Contains("nested", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TryParse_Escapes_AreResolved()
    {
        Assert.True(ExpressionParser.TryParse("up{a=\"\\\"\\n\\u00e9\", b='\"', c=`\\d`}", out Expression? expression, out _));
        Assert.Equal(["up", "\"\n\u00e9", "\"", "\\d"], Assert.IsType<Expression.Selector>(expression).Matchers.Select(matcher => matcher.Value));
    }
}
