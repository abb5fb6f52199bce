namespace Nightjar.Core.Telemetry.Expressions;

/// <content>Selectors: name, matchers, range and offset.</content>
public sealed partial class ExpressionParser
{
    private Expression.Selector Selector()
    {
        string? name = null;
        Token first = _next;
        if (first.Kind == TokenKind.Word)
        {
            name = Take().Value;
            if (_next.Is("(") || (_next.Kind == TokenKind.Word && (_next.Value is "by" or "without")))
            {
                string hint = name is "rate" or "irate" or "increase" ? "; the rate of a counter x is kept as the series x:rate" : "";
                throw Beyond($"the function or aggregation {name}", first.At, hint);
            }
        }
        else if (!first.Is("{"))
        {
            throw Unexpected();
        }

        List<LabelMatcher> matchers = [];
        if (name is not null)
        {
            LabelMatcher.TryCreate(Labels.MetricName, MatchOperator.Equal, name, out LabelMatcher? byName, out _);
            matchers.Add(byName!); // equality cannot fail
        }

        if (_next.Is("{"))
        {
            MatcherList(matchers, name);
        }

        return matchers.Any(matcher => !matcher.Fits(""))
            ? new Expression.Selector(matchers, 0, null)
            : throw new ExpressionException("vector selector must contain at least one non-empty matcher");
    }

    private void MatcherList(List<LabelMatcher> matchers, string? name)
    {
        Expect("{");
        while (!_next.Is("}"))
        {
            Token label = _next;
            if (label.Kind != TokenKind.Word || label.Value.Contains(':', StringComparison.Ordinal))
            {
                throw Unexpected();
            }

            Take();
            MatchOperator comparison = Comparison();
            Token value = _next.Kind == TokenKind.Text ? Take() : throw Unexpected();
            if (!LabelMatcher.TryCreate(label.Value, comparison, value.Value, out LabelMatcher? matcher, out string? problem))
            {
                throw new ExpressionException(problem ?? "");
            }

            if (name is not null && label.Value == Labels.MetricName && comparison == MatchOperator.Equal)
            {
                throw new ExpressionException($"metric name must not be set twice: \"{name}\" or \"{value.Value}\"");
            }

            matchers.Add(matcher!); // created above
            if (!_next.Is("}"))
            {
                Expect(",");
            }
        }

        Expect("}");
    }

    private MatchOperator Comparison()
    {
        MatchOperator? found = _next.Kind != TokenKind.Sign ? null : _next.Value switch
        {
            "=" => MatchOperator.Equal,
            "!=" => MatchOperator.NotEqual,
            "=~" => MatchOperator.Matches,
            "!~" => MatchOperator.NotMatches,
            _ => null,
        };
        MatchOperator comparison = found ?? throw Unexpected();
        Take();
        return comparison;
    }

    private Expression.Selector Modifiers(Expression expression)
    {
        Expression.Selector selector = (Expression.Selector)expression;
        if (_next.Is("["))
        {
            selector = Range(selector);
        }

        if (_next.Is("@"))
        {
            throw Beyond("the modifier @", _next.At);
        }

        if (_next is { Kind: TokenKind.Word, Value: "offset" })
        {
            Take();
            bool isAhead = _next.Is("-");
            if (isAhead || _next.Is("+"))
            {
                Take();
            }

            long offset = Duration();
            selector = selector with { OffsetMs = isAhead ? -offset : offset };
            if (_next.Is("["))
            {
                throw new ExpressionException("no offset modifiers allowed before range");
            }
        }

        return _next.Is("@") ? throw Beyond("the modifier @", _next.At) : selector;
    }

    private Expression.Selector Range(Expression.Selector selector)
    {
        Token bracket = Take();
        long range = Duration();
        if (_next.Is(":"))
        {
            throw Beyond("a subquery", bracket.At);
        }

        Expect("]");
        return range == 0 ? throw new ExpressionException("duration must be greater than 0")
            : selector.RangeMs is not null ? throw Unexpected()
            : selector with { RangeMs = range };
    }

    private long Duration()
    {
        Token token = _next;
        if (token.Kind != TokenKind.Duration || !DurationText.TryParse(token.Value, out long ms))
        {
            throw Unexpected();
        }

        Take();
        return ms;
    }
}
