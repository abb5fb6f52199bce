using System.Numerics;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>
/// When different words at one position, or at two, mean that the position varies. Many words there, or few beside a long text that
/// is otherwise the same. The numbers were tried on eight systems of Loghub-2k, where grouping accuracy hardly moves around them.
/// </summary>
internal static class StarRules
{
    /// <summary>Words that have to stay beside two positions that vary.</summary>
    public const int LeastConstantsOfAPair = 2;

    // A first word is mostly a verb or a name of what speaks: another one is another message.
    private const int FirstWord = 10;

    // key=word is often a state, but seldom one of four.
    private const int AfterEquals = 4;
    private const int AfterPreposition = 3;

    // Words in capitals are states and kinds, of which there are several and each matters.
    private const int Capitals = 8;
    private const int LeastCapitalLetters = 3;
    private const int LeastInPair = 3;
    private const int BesideValue = 2;
    private const int General = 5;
    private const int Never = int.MaxValue;

    /// <summary>Whether the positions of the mask vary.</summary>
    /// <param name="mask">One or two positions.</param>
    /// <param name="members">Signatures that are the same elsewhere.</param>
    public static bool Vary(ulong mask, IReadOnlyList<Signature> members)
    {
        Signature one = members[^1];
        bool pair = BitOperations.PopCount(mask) > 1;
        int constants = one.ConstantWords(mask);
        if (pair && constants < LeastConstantsOfAPair)
        {
            return false;
        }

        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int position = BitOperations.TrailingZeroCount(rest);
            int threshold = Threshold(one, position);
            if (members.Any(member => member.Tags[position] == MessageTokens.Value))
            {
                threshold = constants >= 1 ? BesideValue : Never;
            }
            else
            {
                threshold = Math.Max(threshold, pair ? LeastInPair : 0);
                threshold = Math.Max(threshold, members.Count(member => IsCapitals(member.WordAt(position))) * 2 > members.Count ? Capitals : 0);
            }

            if (members.Count < threshold || members.Select(member => member.Hashes[position]).Distinct().Count() < threshold)
            {
                return false;
            }
        }

        return true;
    }

    private static int Threshold(Signature signature, int position)
    {
        int others = signature.Words - 1;
        if (others < 1)
        {
            return Never;
        }

        if (position == 0)
        {
            return FirstWord;
        }

        if (signature.Tags[position - 1] == '=')
        {
            return AfterEquals;
        }

        if (WordLists.BeforeNames.Contains(signature.Hashes[position - 1]))
        {
            return AfterPreposition;
        }

        // The longer the text that stays the same, the fewer words show that the rest varies.
        return others switch { < 7 => General, < 9 => 4, < 12 => 3, _ => 2 };
    }

    private static bool IsCapitals(ReadOnlySpan<byte> word)
    {
        bool upper = false;
        foreach (byte value in word)
        {
            if (char.IsAsciiLetterLower((char)value))
            {
                return false;
            }

            upper |= char.IsAsciiLetterUpper((char)value);
        }

        return upper && word.Length >= LeastCapitalLetters;
    }
}
