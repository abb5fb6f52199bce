using System.Collections.Frozen;
using System.Text;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>Words with a meaning of their own, by hash.</summary>
internal static class WordLists
{
    private const string TimeSuffixWords = "AM PM am pm UTC GMT EST EDT CST CDT MST MDT PST PDT BST CET CEST";

    /// <summary>Length of the longest unit.</summary>
    public const int LongestUnit = 7;

    /// <summary>Length of the names of days and months.</summary>
    public const int CalendarName = 3;

    /// <summary>Behind a number they say in what it is counted.</summary>
    public static readonly FrozenSet<string> TimeSuffixes = TimeSuffixWords.Split(' ').ToFrozenSet();

    public static readonly FrozenSet<ulong> Units = Hashes(
        "B KB MB GB TB PB KiB MiB GiB TiB kB byte bytes ns us ms msec s sec secs second seconds min mins minute minutes h hour hours day days Hz kHz MHz GHz % "
        + TimeSuffixWords);

    public static readonly FrozenSet<ulong> CalendarNames = Hashes("Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");

    /// <summary>Length of the shortest of <see cref="Literals"/>.</summary>
    public const int ShortestLiteral = 4;

    /// <summary>Length of the longest; there is none between.</summary>
    public const int LongestLiteral = 5;

    /// <summary>Words that programming languages write values with.</summary>
    public static readonly FrozenDictionary<ulong, TokenKind> Literals = new Dictionary<string, TokenKind>
    {
        ["true"] = TokenKind.Boolean,
        ["false"] = TokenKind.Boolean,
        ["True"] = TokenKind.Boolean,
        ["False"] = TokenKind.Boolean,
        ["TRUE"] = TokenKind.Boolean,
        ["FALSE"] = TokenKind.Boolean,
        ["null"] = TokenKind.Any,
        ["NULL"] = TokenKind.Any,
        ["None"] = TokenKind.Any,
    }.ToFrozenDictionary(entry => TokenHash.Of(Encoding.UTF8.GetBytes(entry.Key)), entry => entry.Value);

    /// <summary>What stands behind them is a name of something more often than not.</summary>
    public static readonly FrozenSet<ulong> BeforeNames = Hashes(
        "user for from to by host name node file device at in on of User For From To By Host Name Node File Device At In On Of");

    private static FrozenSet<ulong> Hashes(string words) => words.Split(' ').Select(word => TokenHash.Of(Encoding.UTF8.GetBytes(word))).ToFrozenSet();
}
