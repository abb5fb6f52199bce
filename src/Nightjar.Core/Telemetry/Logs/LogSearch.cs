using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// What the search box of logs asks for: conditions that must all hold. A bare word or a text in quotes is looked for anywhere in the line, in any case;
/// <c>/…/</c> is a regular expression; <c>level:error</c>, <c>level&gt;=warn</c>, <c>pattern:7.12</c>, <c>trace:…</c>, and any other <c>name:value</c> of a label or attribute; <c>-</c> in
/// front says the opposite.
/// </summary>
/// <param name="Conditions">In the order written.</param>
public sealed record LogSearch(IReadOnlyList<LogCondition> Conditions)
{
    /// <summary>Conditions at most, so that nobody asks for a query that no store can answer.</summary>
    public const int MaxConditions = 32;

    /// <summary>Everything.</summary>
    public static LogSearch All { get; } = new([]);

    /// <summary>Reads the text of a search box. Never throws.</summary>
    /// <param name="text">Anything; empty asks for everything.</param>
    /// <param name="search">What it says.</param>
    /// <param name="problem">Why it says nothing, and what to write instead.</param>
    public static bool TryParse(string text, out LogSearch search, [NotNullWhen(false)] out string? problem)
    {
        List<LogCondition> conditions = [];
        search = All;
        problem = null;
        int at = 0;
        while (problem is null && SkipBlanks(text, ref at))
        {
            if (conditions.Count == MaxConditions)
            {
                problem = $"more than {MaxConditions} conditions: leave some out";
                return false;
            }

            bool isNegated = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            at += isNegated ? 1 : 0;
            LogCondition? read = IsRegex(text, at)
                ? Regex(text, ref at, ref problem)
                : text[at] == '"' ? new LogCondition(LogConditionKind.Text, Quoted(text, ref at)) : Word(text, ref at, ref problem);
            if (read is { Value.Length: > 0 })
            {
                conditions.Add(read with { IsNegated = isNegated });
            }
        }

        if (problem is not null)
        {
            return false;
        }

        search = new LogSearch(conditions);
        return true;
    }

    private static bool SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length;
    }

    /// <summary>A slash, something, and a slash that ends the word: /var/log/syslog is text.</summary>
    private static bool IsRegex(string text, int at)
    {
        if (text[at] != '/')
        {
            return false;
        }

        int end = at + 1;
        while (end < text.Length && text[end] != '/')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return end > at + 1 && end < text.Length && (end + 1 == text.Length || char.IsWhiteSpace(text[end + 1]));
    }

    private static LogCondition? Regex(string text, ref int at, ref string? problem)
    {
        StringBuilder pattern = new();
        for (at++; at < text.Length && text[at] != '/'; at++)
        {
            // \/ is a slash of the expression.
            bool isEscape = text[at] == '\\' && at + 1 < text.Length;
            if (isEscape && text[at + 1] != '/')
            {
                pattern.Append(text[at]);
            }

            at += isEscape ? 1 : 0;
            pattern.Append(text[at]);
        }

        at++;
        if (!Re2Pattern.TryCompile(pattern.ToString(), out _, out string? complaint))
        {
            problem = $"/{pattern}/ is no regular expression: {complaint}";
            return null;
        }

        return new LogCondition(LogConditionKind.Regex, pattern.ToString());
    }

    private static string Quoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            bool isEscaped = text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\';
            at += isEscaped ? 1 : 0;
            value.Append(text[at]);
        }

        at++; // a text whose end is missing goes to the end
        return value.ToString();
    }

    private static LogCondition? Word(string text, ref int at, ref string? problem)
    {
        int start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (':' or '=' or '>'))
        {
            at++;
        }

        string name = text[start..at];
        bool isName = name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '/' or '@');
        bool isAtLeast = isName && at + 1 < text.Length && text[at] == '>' && text[at + 1] == '=';
        if (!isName || at >= text.Length || char.IsWhiteSpace(text[at]) || (text[at] == '>' && !isAtLeast))
        {
            return Plain(text, start, ref at);
        }

        int valueAt = at + (isAtLeast ? 2 : 1);
        if (valueAt >= text.Length || char.IsWhiteSpace(text[valueAt]) || text[valueAt] is ':' or '/' || char.IsAsciiDigit(name[0]))
        {
            return Plain(text, start, ref at); // 12:30:07, std::bad_alloc, http://… are words
        }

        at = valueAt;
        string value = text[at] == '"' ? Quoted(text, ref at) : Rest(text, ref at);
        return Named(name, value, isAtLeast, ref problem);
    }

    private static LogCondition Plain(string text, int start, ref int at)
    {
        at = start;
        return new LogCondition(LogConditionKind.Text, Rest(text, ref at));
    }

    private static string Rest(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static LogCondition? Named(string name, string value, bool isAtLeast, ref string? problem)
    {
        switch (name.ToLowerInvariant())
        {
            case "level":
                if (LogSeverity.TryParse(value, out byte severity))
                {
                    return new LogCondition(isAtLeast ? LogConditionKind.LeastLevel : LogConditionKind.Level, value) { Severity = severity };
                }

                problem = $"{value} is no level: write trace, debug, info, warn, error or fatal";
                return null;
            case "pattern":
                string[] ids = value.Split('.');
                if (ids.Length == 2 && int.TryParse(ids[0], out int service) && int.TryParse(ids[1], out int pattern))
                {
                    return new LogCondition(LogConditionKind.Pattern, value) { Service = service, Pattern = pattern };
                }

                problem = $"{value} is no pattern: write service.pattern, such as 7.12";
                return null;
            case "trace":
                if (UInt128.TryParse(value, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out UInt128 trace))
                {
                    return new LogCondition(LogConditionKind.Trace, value) { Trace = trace };
                }

                problem = $"{value} is no trace id: write 32 hexadecimal digits";
                return null;
            default:
                if (isAtLeast)
                {
                    problem = $"{name}>= is not known: only level>= is";
                    return null;
                }

                return new LogCondition(LogConditionKind.Field, value) { Name = name };
        }
    }
}
