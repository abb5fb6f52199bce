using System.Text;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>Writes the template of a pattern: what its lines share as it stands in them, white space as one blank, values as placeholders.</summary>
internal static class TemplateText
{
    private const int MostDigitsOfAName = 2;

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

        if (signature.Length == MessageTokens.MaxTokens)
        {
            parts.Add(new TemplatePart(LogPlaceholders.Any, true)); // what is behind them was not looked at
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
                return LogPlaceholders.Any;
            }
        }

        StringBuilder text = new();
        for (int piece = from; piece < to; piece++)
        {
            int end = TimeEnd(signature.Text, piece, to);
            if (end > piece + 1)
            {
                text.Append(piece > from && IsSpaced(signature.Text, piece) ? " " : "").Append(LogPlaceholders.Of(TokenKind.Time));
                piece = end - 1;
                continue;
            }

            text.Append(piece > from && IsSpaced(signature.Text, piece) ? " " : "").Append(Value(signature.Text, piece));
        }

        return text.ToString();
    }

    /// <summary>Where a date and a time that are written in several words end: "Mon Jul 25 23:23:13 UTC 2005" is one value.</summary>
    private static int TimeEnd(SignatureText signature, int piece, int to)
    {
        int end = piece;
        bool time = false;
        for (; end < to && (end == piece || IsSpaced(signature, end)); end++)
        {
            string text = Text(signature, end);
            bool here = signature.Slots[end].Kind == TokenKind.Time;
            bool zone = signature.Slots[end].Kind == TokenKind.Unit && time && WordLists.TimeSuffixes.Contains(text);
            bool number = signature.Slots[end].Kind == TokenKind.Number && (IsDate(text) || (end > piece && text.Length <= 2) || (time && text.Length == 4));
            if (!here && !zone && !number)
            {
                break;
            }

            time |= here;
        }

        return time ? end : piece;
    }

    private static bool IsDate(string text) => text.Count(one => one is '-' or '/' or '.') == 2 && char.IsAsciiDigit(text[0]);

    private static string Value(SignatureText signature, int piece)
    {
        SlotPiece slot = signature.Slots[piece];
        string text = Text(signature, piece);
        if (!slot.IsTextual)
        {
            return LogPlaceholders.Of(slot.Kind);
        }

        if (slot.Varies)
        {
            return text[..slot.Prefix] + LogPlaceholders.Of(slot.Kind) + text[^slot.Suffix..];
        }

        return slot.Kind == TokenKind.Id && !IsName(text) ? LogPlaceholders.Of(slot.Kind) : text;
    }

    /// <summary>
    /// Whether a value that never varied reads as a name that has a digit in it (ssh2, L3, HttpServer2) and not as the name of one of many
    /// (node-2, blk_17, 15GB): short numbers with a letter in front of them.
    /// </summary>
    private static bool IsName(string text)
    {
        int digits = 0;
        for (int i = 0; i < text.Length; i++)
        {
            digits = char.IsAsciiDigit(text[i]) ? digits + 1 : 0;
            if (digits > MostDigitsOfAName || (digits == 1 && (i == 0 || !char.IsAsciiLetter(text[i - 1]))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSpaced(SignatureText signature, int piece) =>
        piece > 0 && signature.Pieces[piece].Start > signature.Pieces[piece - 1].End;

    private static string Text(SignatureText signature, int piece) => Encoding.UTF8.GetString(signature.Pieces[piece].In(signature.Message));
}
