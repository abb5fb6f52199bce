using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Core.Tests.Telemetry.Expressions;

/// <summary>NIGHTJAR_FUZZ_CASES sets how many expressions are tried (default 5,000).</summary>
public sealed class ExpressionParserFuzz
{
    private static readonly string[] Pieces =
    [
        "up", "x:rate", "{", "}", "(", ")", "[", "]", "5m", "1h30m", "offset", "=", "!=", "=~", "!~", "\"a\"", "'b", "`c`", "\\", "1", "0x", "1e", ".", "e5",
        "+", "-", "*", "/", "%", "^", "@", ",", ":", "inf", "NaN", "sum", "by", "#", "\n", " ", "[[:alpha:]]", "(?P<n>a)", "\\Q", "\u00e4", "\ud800", "and",
    ];

    [Fact]
    public void TryParse_AnyText_NeverThrows()
    {
        int cases = int.Parse(Environment.GetEnvironmentVariable("NIGHTJAR_FUZZ_CASES") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        Gen<string> text = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        Prop.ForAll(
            text.ToArbitrary(),
            expression => ExpressionParser.TryParse(expression, out Expression? parsed, out string? problem) ? parsed is not null : problem!.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }

    [Fact]
    public void TryCompile_AnyPattern_NeverThrows()
    {
        Gen<string> text = Gen.Elements("a", "[", "]", "^", "-", "\\", "d", "Q", "E", "p", "{", "}", "L", "(", ")", "?", ":", "P<", "*", "+", "|", "[:", ":]", "alpha", "1", ",")
            .ListOf().Select(string.Concat);
        Prop.ForAll(text.ToArbitrary(), pattern => Re2Pattern.TryCompile(pattern, out _, out string? problem) || problem!.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }
}
