using System.Globalization;
using System.Text;

namespace Nightjar.Core.Telemetry.Expressions;

/// <summary>Cuts an expression into tokens.</summary>
internal sealed class ExpressionLexer(string text)
{
    private static readonly string[] Signs =
        ["=~", "!~", "!=", "==", ">=", "<=", "(", ")", "{", "}", "[", "]", ",", "=", "+", "-", "*", "/", "%", "^", "@", ":", ">", "<"];

    private int _at;

    // Inside [ ] a number with a unit is a length of time and a colon stands alone; outside, a colon is part of a name.
    private bool _inBrackets;

    /// <summary>The next token; <see cref="TokenKind.End"/> for ever after the last.</summary>
    /// <exception cref="ExpressionException">No token begins here.</exception>
    public Token Next()
    {
        SkipBlanksAndComments();
        if (_at >= text.Length)
        {
            return new Token(TokenKind.End, "", text.Length);
        }

        char first = text[_at];
        if (char.IsAsciiDigit(first) || (first == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
        {
            return NumberOrDuration();
        }

        if (IsNameStart(first) && !(first == ':' && _inBrackets))
        {
            int from = _at;
            while (_at < text.Length && (IsNameStart(text[_at]) || char.IsAsciiDigit(text[_at])))
            {
                _at++;
            }

            return new Token(TokenKind.Word, text[from.._at], from);
        }

        return first is '"' or '\'' or '`' ? Quoted(first) : Sign();
    }

    private static bool IsNameStart(char sign) => char.IsAsciiLetter(sign) || sign is '_' or ':';

    private void SkipBlanksAndComments()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '#')
            {
                int end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
            }
            else if (text[_at] is ' ' or '\t' or '\n' or '\r')
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private Token Sign()
    {
        foreach (string sign in Signs)
        {
            if (text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal))
            {
                int from = _at;
                _at += sign.Length;
                _inBrackets = sign == "[" || (_inBrackets && sign != "]");
                return new Token(TokenKind.Sign, sign, from);
            }
        }

        throw new ExpressionException($"unexpected character: '{text[_at]}' at {_at + 1}");
    }

    private Token NumberOrDuration()
    {
        int from = _at;
        bool isHex = text.AsSpan(_at).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '.' || IsExponentSign(from, isHex)))
        {
            _at++;
        }

        string value = text[from.._at];
        if (DurationText.TryParse(value, out _))
        {
            return new Token(TokenKind.Duration, value, from);
        }

        return TryNumber(value, isHex, out _)
            ? new Token(TokenKind.Number, value, from)
            : throw new ExpressionException($"bad number or duration syntax: \"{value}\" at {from + 1}");
    }

    private bool IsExponentSign(int from, bool isHex) =>
        !isHex && _at > from && text[_at] is '+' or '-' && text[_at - 1] is 'e' or 'E' && char.IsAsciiDigit(text[_at - 2 < from ? from : _at - 2]);

    /// <summary>Decimal, exponent or hexadecimal.</summary>
    public static bool TryNumber(string value, bool isHex, out double number)
    {
        if (!isHex)
        {
            return double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
        }

        bool parsed = ulong.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits);
        number = bits;
        return parsed;
    }

    private Token Quoted(char quote)
    {
        int from = _at++;
        StringBuilder value = new();
        while (_at < text.Length)
        {
            char sign = text[_at++];
            if (sign == quote)
            {
                return new Token(TokenKind.Text, value.ToString(), from);
            }

            if (sign == '\n' && quote != '`')
            {
                break;
            }

            if (sign == '\\' && quote != '`')
            {
                Escape(value);
            }
            else
            {
                value.Append(sign);
            }
        }

        throw new ExpressionException($"unterminated quoted string at {from + 1}");
    }

    private void Escape(StringBuilder value)
    {
        char sign = _at < text.Length ? text[_at++] : '\0';
        switch (sign)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'a': value.Append('\a'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'v': value.Append('\v'); break;
            case '\\' or '"' or '\'': value.Append(sign); break;
            case 'x': Code(2, value); break;
            case 'u': Code(4, value); break;
            case 'U': Code(8, value); break;
            default: throw new ExpressionException($"unknown escape sequence at {_at}");
        }
    }

    private void Code(int digits, StringBuilder value)
    {
        if (_at + digits <= text.Length
            && uint.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code)
            && Rune.TryCreate(code, out Rune rune))
        {
            _at += digits;
            value.Append(rune.ToString());
            return;
        }

        throw new ExpressionException($"invalid character escape at {_at}");
    }
}
