using System.Text;

namespace Nightjar.Core.Detection.Logs;

/// <summary>Writes the template of a pattern: what its lines share as it stands in them, white space as one blank, values as placeholders.</summary>
internal static class TemplateText
{
    // A value of letters and digits that was the same in so many lines is a name: ssh2.
    private const int LinesOfAName = 8;

    public static string Of(Pattern pattern)
    {
        List<TemplatePart> shared = Parts(pattern.Signatures[0]);
        foreach (Signature other in pattern.Signatures.Skip(1))
        {
            shared = TemplateAlignment.Shared(shared, Parts(other));
        }

        StringBuilder text = new();
        foreach (TemplatePart part in shared)
        {
            text.Append(part.Spaced && text.Length > 0 ? " " : "").Append(part.Text);
        }

        return text.ToString();
    }

    private static List<TemplatePart> Parts(Signature signature)
    {
        List<TemplatePart> parts = [];
        for (int token = 0; token < signature.Length; token++)
        {
            int from = signature.Text.FirstPieces[token];
            int to = signature.Text.FirstPieces[token + 1];
            parts.Add(new TemplatePart(Token(signature, token, from, to), IsSpaced(signature.Text, from)));
        }

        return parts;
    }

    private static string Token(Signature signature, int token, int from, int to)
    {
        if (signature.Tags[token] != MessageTokens.Value)
        {
            return Text(signature.Text, from);
        }

        ReadOnlySpan<SlotPiece> slots = signature.Text.Slots[from..to];
        foreach (SlotPiece slot in slots)
        {
            if (slot.Ragged)
            {
                return TemplatePart.Anything;
            }
        }

        StringBuilder text = new();
        for (int piece = from; piece < to; piece++)
        {
            text.Append(piece > from && IsSpaced(signature.Text, piece) ? " " : "").Append(Value(signature.Text, piece));
        }

        return text.ToString();
    }

    private static string Value(SignatureText signature, int piece)
    {
        SlotPiece slot = signature.Slots[piece];
        string text = Text(signature, piece);
        if (!slot.IsTextual)
        {
            return Placeholder(slot.Kind);
        }

        if (slot.Varies)
        {
            return text[..slot.Prefix] + Placeholder(slot.Kind) + text[^slot.Suffix..];
        }

        return slot.Kind == TokenKind.Id && signature.Lines < LinesOfAName ? Placeholder(slot.Kind) : text;
    }

    private static bool IsSpaced(SignatureText signature, int piece) =>
        piece > 0 && signature.Pieces[piece].Start > signature.Pieces[piece - 1].End;

    private static string Text(SignatureText signature, int piece) => Encoding.UTF8.GetString(signature.Pieces[piece].In(signature.Message));

    private static string Placeholder(TokenKind kind) => kind switch
    {
        TokenKind.Number => "<num>",
        TokenKind.Id => "<id>",
        TokenKind.Hex => "<hex>",
        TokenKind.Ip => "<ip>",
        TokenKind.Path => "<path>",
        TokenKind.Url => "<url>",
        TokenKind.Time => "<time>",
        TokenKind.Host => "<host>",
        TokenKind.Mail => "<mail>",
        TokenKind.Mac => "<mac>",
        _ => TemplatePart.Anything,
    };
}
