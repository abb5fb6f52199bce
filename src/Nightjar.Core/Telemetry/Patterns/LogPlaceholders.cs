using System.Collections.Frozen;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>The words that stand for values in a <see cref="LogPattern.Template"/>.</summary>
public static class LogPlaceholders
{
    /// <summary>Stands for anything.</summary>
    public const string Any = "<*>";

    private static readonly FrozenDictionary<TokenKind, string> Typed = new Dictionary<TokenKind, string>
    {
        [TokenKind.Number] = "<num>",
        [TokenKind.Id] = "<id>",
        [TokenKind.Hex] = "<hex>",
        [TokenKind.Ip] = "<ip>",
        [TokenKind.Path] = "<path>",
        [TokenKind.Url] = "<url>",
        [TokenKind.Time] = "<time>",
        [TokenKind.Host] = "<host>",
        [TokenKind.Mail] = "<mail>",
        [TokenKind.Mac] = "<mac>",
        [TokenKind.Boolean] = "<bool>",
    }.ToFrozenDictionary();

    /// <summary>The template with <see cref="Any"/> in place of every placeholder.</summary>
    public static string Untyped(string template)
    {
        foreach (string placeholder in Typed.Values)
        {
            template = template.Replace(placeholder, Any, StringComparison.Ordinal);
        }

        return template;
    }

    internal static string Of(TokenKind kind) => Typed.GetValueOrDefault(kind, Any);
}
