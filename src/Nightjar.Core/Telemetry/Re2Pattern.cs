using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Nightjar.Core.Telemetry;

/// <summary>
/// Patterns as Prometheus writes them (RE2), run by .NET's non-backtracking engine, whose time is linear in the text as RE2's is.
/// The few spellings that mean something else in .NET are rewritten.
/// </summary>
public static class Re2Pattern
{
    private const int LongestPattern = 4_096;

    // A guard beside the linear engine: patterns with large repetition counts are linear with a large constant.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(250);

    /// <summary>Compiles a pattern that must fit the whole value.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? problem)
    {
        regex = null;
        if (pattern.Length > LongestPattern)
        {
            problem = $"the pattern has {pattern.Length} characters, the limit is {LongestPattern}";
            return false;
        }

        try
        {
            regex = new Regex(
                $@"\A(?:{Translate(pattern)})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestMatch);
            problem = null;
            return true;
        }
        catch (RegexParseException failure)
        {
            problem = $"error parsing regexp {pattern}: {failure.Error}";
            return false;
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            problem = $"error parsing regexp {pattern}: look-around, back references and the like are no part of RE2 ({failure.Message})";
            return false;
        }
    }

    private static string Translate(string pattern)
    {
        StringBuilder text = new(pattern.Length + 16);
        int classFrom = -1; // where the members of the open class begin
        for (int i = 0; i < pattern.Length; i++)
        {
            char sign = pattern[i];
            bool inClass = classFrom >= 0;
            if (sign == '\\' && i + 1 < pattern.Length)
            {
                i = TranslateEscape(pattern, i + 1, inClass, text);
            }
            else if (inClass && sign == '[')
            {
                i = TranslateBracketInClass(pattern, i, text);
            }
            else if (!inClass && sign == '[')
            {
                text.Append(sign);
                if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                {
                    text.Append(pattern[++i]);
                }

                classFrom = i + 1;
            }
            else if (!inClass && pattern.AsSpan(i).StartsWith("(?P<", StringComparison.Ordinal))
            {
                text.Append("(?<");
                i += 3;
            }
            else
            {
                text.Append(sign);
                classFrom = sign == ']' && i > classFrom ? -1 : classFrom; // first in a class it is a member
            }
        }

        return text.ToString();
    }

    /// <summary>A named class such as [:alpha:], or a bracket that is a member (.NET would take it for a subtraction).</summary>
    private static int TranslateBracketInClass(string pattern, int at, StringBuilder text)
    {
        int end = pattern.AsSpan(at).StartsWith("[:", StringComparison.Ordinal) ? pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) : -1;
        string members = end < 0 ? "" : PosixClass(pattern[(at + 2)..end]);
        text.Append(members.Length > 0 ? members : "\\[");
        return members.Length > 0 ? end + 1 : at;
    }

    /// <summary>.NET's \d, \w and \s take all of Unicode, RE2's only ASCII. Returns the index of the last character used.</summary>
    private static int TranslateEscape(string pattern, int at, bool inClass, StringBuilder text)
    {
        switch (pattern[at])
        {
            case 'd':
                text.Append(inClass ? "0-9" : "[0-9]");
                return at;
            case 'w':
                text.Append(inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]");
                return at;
            case 's':
                text.Append(inClass ? @"\t\n\f\r " : @"[\t\n\f\r ]");
                return at;
            case 'D' when !inClass:
                text.Append("[^0-9]");
                return at;
            case 'W' when !inClass:
                text.Append("[^0-9A-Za-z_]");
                return at;
            case 'S' when !inClass:
                text.Append(@"[^\t\n\f\r ]");
                return at;
            case 'Q':
                int end = pattern.IndexOf(@"\E", at + 1, StringComparison.Ordinal);
                text.Append(Regex.Escape(end < 0 ? pattern[(at + 1)..] : pattern[(at + 1)..end]));
                return end < 0 ? pattern.Length : end + 1;
            case 'p' or 'P' when at + 1 < pattern.Length && pattern[at + 1] != '{':
                text.Append('\\').Append(pattern[at]).Append('{').Append(pattern[at + 1]).Append('}');
                return at + 1;
            default:
                text.Append('\\').Append(pattern[at]);
                return at;
        }
    }

    private static string PosixClass(string name) => name switch
    {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "digit" => "0-9",
        "lower" => "a-z",
        "upper" => "A-Z",
        "punct" => @"!-/:-@\[-`{-~",
        "space" => @"\t\n\v\f\r ",
        "word" => "0-9A-Za-z_",
        "xdigit" => "0-9A-Fa-f",
        _ => "",
    };
}
