using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nightjar.Core.Telemetry.Expressions;

/// <summary>
/// Parses the part of PromQL that Nightjar evaluates: arithmetic on numbers, and one selector. What is PromQL but beyond that is
/// told apart from what is no PromQL, so that a user knows which of the two to change.
/// </summary>
public sealed partial class ExpressionParser
{
    // Recursion is bounded, so that no expression can exhaust the stack.
    private const int DeepestNesting = 100;
    private const int LongestExpression = 64 * 1024;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "unless", "atan2", "bool", "on", "ignoring", "by", "without" };

    private readonly ExpressionLexer _lexer;
    private Token _next;
    private int _depth;

    private ExpressionParser(string text)
    {
        _lexer = new ExpressionLexer(text);
        _next = _lexer.Next();
    }

    /// <summary>Parses, or gives a sentence. Never throws.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out string? problem)
    {
        expression = null;
        if (text.Length > LongestExpression)
        {
            problem = $"the expression has {text.Length} characters, the limit is {LongestExpression}";
            return false;
        }

        try
        {
            ExpressionParser parser = new(text);
            if (parser._next.Kind == TokenKind.End)
            {
                throw new ExpressionException("no expression found in input");
            }

            expression = parser.Sum();
            if (parser._next.Kind != TokenKind.End)
            {
                throw parser.Unexpected();
            }

            problem = null;
            return true;
        }
        catch (ExpressionException failure)
        {
            expression = null;
            problem = failure.Message;
            return false;
        }
    }

    /// <summary>Parses a selector as <c>match[]</c> has it: no number, no range, no offset.</summary>
    public static bool TryParseSelector(string text, [NotNullWhen(true)] out IReadOnlyList<LabelMatcher>? matchers, [NotNullWhen(false)] out string? problem)
    {
        matchers = null;
        if (!TryParse(text, out Expression? expression, out problem))
        {
            return false;
        }

        if (expression is Expression.Selector { OffsetMs: 0, RangeMs: null } selector)
        {
            matchers = selector.Matchers;
            return true;
        }

        problem = "expected a plain selector such as up{job=\"node\"}";
        return false;
    }

    private Expression Sum()
    {
        Expression left = Product();
        while (_next.Is("+") || _next.Is("-"))
        {
            Token sign = Take();
            left = Arithmetic(sign, left, Product());
        }

        RefuseOtherOperators();
        return left;
    }

    private Expression Product()
    {
        Expression left = Signed();
        while (_next.Is("*") || _next.Is("/") || _next.Is("%"))
        {
            Token sign = Take();
            left = Arithmetic(sign, left, Signed());
        }

        return left;
    }

    /// <summary>A sign binds as tightly as a product and less than a power: <c>-2^2</c> is -4.</summary>
    private Expression Signed()
    {
        if (!_next.Is("-") && !_next.Is("+"))
        {
            return Power();
        }

        Token sign = Take();
        Enter();
        Expression operand = Signed();
        _depth--;
        return operand is Expression.Number number
            ? new Expression.Number(sign.Value == "-" ? -number.Value : number.Value)
            : throw Beyond($"the sign {sign.Value} before a selector", sign.At);
    }

    private Expression Power()
    {
        Expression left = Operand();
        if (!_next.Is("^"))
        {
            return left;
        }

        Token sign = Take();
        Enter();
        Expression right = _next.Is("-") || _next.Is("+") ? Signed() : Power();
        _depth--;
        return Arithmetic(sign, left, right);
    }

    private Expression Operand()
    {
        Token token = _next;
        if (token.Is("("))
        {
            Take();
            Enter();
            Expression inner = Sum();
            _depth--;
            Expect(")");
            return inner is Expression.Selector ? Modifiers(inner) : inner;
        }

        if (token.Kind == TokenKind.Number)
        {
            Take();
            bool isHex = token.Value.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
            return ExpressionLexer.TryNumber(token.Value, isHex, out double value) ? new Expression.Number(value) : throw Unexpected();
        }

        if (token.Kind == TokenKind.Text)
        {
            throw Beyond("a string as expression", token.At);
        }

        return token.Kind == TokenKind.Word && IsNamedNumber(token.Value, out double named)
            ? NamedNumber(named)
            : Modifiers(Selector());
    }

    private Expression.Number NamedNumber(double value)
    {
        Take();
        return new Expression.Number(value);
    }

    private static Expression.Number Arithmetic(Token sign, Expression left, Expression right)
    {
        if (left is not Expression.Number a || right is not Expression.Number b)
        {
            throw Beyond($"the operator {sign.Value} on series", sign.At);
        }

        return new Expression.Number(sign.Value switch
        {
            "+" => a.Value + b.Value,
            "-" => a.Value - b.Value,
            "*" => a.Value * b.Value,
            "/" => a.Value / b.Value,
            "%" => a.Value % b.Value,
            _ => Math.Pow(a.Value, b.Value),
        });
    }

    private void RefuseOtherOperators()
    {
        if (_next.Kind == TokenKind.Sign && _next.Value is "==" or "!=" or ">" or "<" or ">=" or "<=")
        {
            throw Beyond($"the comparison {_next.Value}", _next.At);
        }

        if (_next.Kind == TokenKind.Word && Words.Contains(_next.Value))
        {
            throw Beyond($"the operator {_next.Value}", _next.At);
        }
    }

    private static bool IsNamedNumber(string word, out double value)
    {
        value = word.Equals("inf", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity : double.NaN;
        return double.IsPositiveInfinity(value) || word.Equals("nan", StringComparison.OrdinalIgnoreCase);
    }

    private static ExpressionException Beyond(string what, int at, string hint = "") => new(
        $"1:{(at + 1).ToString(CultureInfo.InvariantCulture)}: {what} is beyond what Nightjar evaluates: plain selectors with =, !=, =~, !~, a range such as [5m], offset, and arithmetic on numbers{hint}");

    private ExpressionException Unexpected() => new(
        $"1:{(_next.At + 1).ToString(CultureInfo.InvariantCulture)}: parse error: unexpected {(_next.Kind == TokenKind.End ? "end of input" : $"\"{_next.Value}\"")}");

    private void Enter()
    {
        if (++_depth > DeepestNesting)
        {
            throw new ExpressionException($"the expression is nested more than {DeepestNesting} deep");
        }
    }

    private Token Take()
    {
        Token taken = _next;
        _next = _lexer.Next();
        return taken;
    }

    private void Expect(string sign)
    {
        if (!_next.Is(sign))
        {
            throw Unexpected();
        }

        Take();
    }
}
