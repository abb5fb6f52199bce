using System.Text.RegularExpressions;

namespace Nightjar.Evaluation.Logs;

/// <summary>
/// A template in the form in which two are compared: each placeholder <c>&lt;*&gt;</c>, white space one blank, placeholders side by side
/// one, and a token of placeholders and punctuation one (rules DS, CV and DV of Khan et al. 2022).
/// </summary>
public static partial class ComparableTemplate
{
    private const string Any = "<*>";
    private static readonly char[] Edges = ['.', ',', ':', ';', '(', ')', '[', ']', '{', '}', '"', '\'', '='];

    /// <summary>That form of a template.</summary>
    public static string Of(string template)
    {
        string text = Placeholder().Replace(template, Any);
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = SideBySide().Replace(text, Any);
        return string.Join(' ', text.Split(' ').Select(Token));
    }

    private static string Token(string token)
    {
        if (!token.Contains(Any, StringComparison.Ordinal))
        {
            return token;
        }

        string core = token.Trim(Edges);
        string rest = core.Replace(Any, "", StringComparison.Ordinal);
        return rest.Length > 0 && !rest.Any(char.IsAsciiLetter) ? token.Replace(core, Any, StringComparison.Ordinal) : token;
    }

    [GeneratedRegex("<[*]>|<:?[A-Z_]+:?>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("<\\*>(?:[.:,/#@_-]?<\\*>)+")]
    private static partial Regex SideBySide();
}
