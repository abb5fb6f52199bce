namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>Which part of a value's beginning or end is a name of its own: <c>node-</c> of <c>node-17</c>, but nothing of <c>blk_17</c>.</summary>
internal static class LiteralEdge
{
    /// <summary>Length of the longest beginning of the text that is words without digits, each with a delimiter behind it.</summary>
    public static int Prefix(ReadOnlySpan<byte> text)
    {
        int length = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsJoint(text[i]))
            {
                length = i > start || length > 0 ? i + 1 : length;
                start = i + 1;
            }
            else if (!char.IsAsciiLetter((char)text[i]))
            {
                break;
            }
        }

        return length;
    }

    /// <summary>
    /// Length of the longest end of the text that is words without digits, each with a delimiter in front. A dot is none: the end of a
    /// host's name is no more constant than its beginning.
    /// </summary>
    public static int Suffix(ReadOnlySpan<byte> text)
    {
        int length = 0;
        int end = text.Length;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (IsJoint(text[i]) && text[i] != '.')
            {
                length = i + 1 < end || length > 0 ? text.Length - i : length;
                end = i;
            }
            else if (!char.IsAsciiLetter((char)text[i]))
            {
                break;
            }
        }

        return length;
    }

    // An underscore is part of an identifier; these join one to another.
    private static bool IsJoint(byte value) => value is (byte)'-' or (byte)'.' or (byte)'@' or (byte)'#' or (byte)'$' or (byte)'%' or (byte)'&' or (byte)'+' or (byte)'!';
}
