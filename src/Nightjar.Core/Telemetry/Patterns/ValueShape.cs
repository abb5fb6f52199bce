using System.Buffers;

namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>Recognises values by their form.</summary>
internal static class ValueShape
{
    // Shorter runs of the letters a to f are words: "added", "face".
    private const int LeastHexDigits = 8;

    private const int Ipv4Dots = 3;

    // Two digits of hours in front of the first colon; six pairs of a hardware address; eight groups of an IP address of version 6.
    private const int HourDigits = 2;
    private const int LeastMacColons = 3;
    private const int Ipv6Colons = 7;

    private static readonly SearchValues<byte> NotInPath = SearchValues.Create("\"'<>|(){}[]"u8);

    // Globs and variables of shells have an @ too, and are not addresses.
    private static readonly SearchValues<byte> NotInMail = SearchValues.Create("=,;()[]{}\"'|<>:/*$\\"u8);

    /// <summary>The kind of a chunk that is one value although it holds delimiters: path, URL, time, address; false when it is to be cut.</summary>
    /// <param name="chunk">Not empty, without white space.</param>
    /// <param name="kind">What it is.</param>
    public static bool TryWhole(ReadOnlySpan<byte> chunk, out TokenKind kind)
    {
        if (IsRooted(chunk) && chunk.IndexOfAny(NotInPath) < 0)
        {
            kind = OfRooted(chunk);
            return true;
        }

        if (IsUrl(chunk))
        {
            kind = TokenKind.Url;
            return true;
        }

        return TryColons(chunk, out kind) || IsMail(chunk, out kind);
    }

    /// <summary>The kind of a chunk without delimiters: <see cref="TokenKind.Word"/> where it is no value.</summary>
    /// <param name="chunk">Not empty.</param>
    /// <param name="any">Classes that any of its bytes has.</param>
    /// <param name="all">Classes that all of its bytes have.</param>
    public static TokenKind OfUndivided(ReadOnlySpan<byte> chunk, ByteClass any, ByteClass all) // hot
    {
        if ((any & ByteClass.Special) != 0)
        {
            return OfSpecial(chunk, any, all);
        }

        bool hex = (all & ByteClass.HexDigit) != 0 && chunk.Length >= LeastHexDigits;
        if ((any & ByteClass.Digit) == 0)
        {
            return hex ? TokenKind.Hex : TokenKind.Word;
        }

        if ((any & ByteClass.Letter) == 0)
        {
            return TokenKind.Number;
        }

        return hex || (chunk.Length > 2 && chunk[0] == '0' && (chunk[1] | 0x20) == 'x') ? TokenKind.Hex : TokenKind.Id;
    }

    private static TokenKind OfSpecial(ReadOnlySpan<byte> chunk, ByteClass any, ByteClass all)
    {
        if (chunk.Length > 1 && chunk[0] == '/')
        {
            return OfRooted(chunk);
        }

        if (IsMail(chunk, out TokenKind kind))
        {
            return kind;
        }

        if ((any & ByteClass.Digit) == 0)
        {
            return (all & ByteClass.HexDigit) != 0 && chunk.Length >= LeastHexDigits ? TokenKind.Hex : TokenKind.Word;
        }

        if ((any & ByteClass.Letter) != 0)
        {
            return TokenKind.Id;
        }

        return IsIpv4(chunk) ? TokenKind.Ip : chunk.Contains((byte)'/') ? TokenKind.Id : TokenKind.Number;
    }

    private static bool IsRooted(ReadOnlySpan<byte> chunk) =>
        chunk[0] is (byte)'/' or (byte)'\\' || (chunk.Length > 2 && chunk[1] == ':' && chunk[2] is (byte)'\\' or (byte)'/');

    // Java writes a socket address as /10.1.2.3:80.
    private static TokenKind OfRooted(ReadOnlySpan<byte> chunk)
    {
        ReadOnlySpan<byte> rest = chunk[1..];
        int colon = rest.IndexOf((byte)':');
        return IsIpv4(colon < 0 ? rest : rest[..colon]) ? TokenKind.Ip : TokenKind.Path;
    }

    private static bool IsIpv4(ReadOnlySpan<byte> text)
    {
        int dots = 0;
        foreach (byte value in text)
        {
            if (value == '.')
            {
                dots++;
            }
            else if (!ByteClasses.Is(value, ByteClass.Digit))
            {
                return false;
            }
        }

        return dots == Ipv4Dots;
    }

    private static bool IsUrl(ReadOnlySpan<byte> chunk)
    {
        int scheme = chunk.IndexOf("://"u8);
        if (scheme <= 0 || scheme + 3 == chunk.Length)
        {
            return false;
        }

        foreach (byte value in chunk[..scheme])
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'+' or (byte)'.' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryColons(ReadOnlySpan<byte> chunk, out TokenKind kind)
    {
        kind = TokenKind.Word;
        int first = chunk.IndexOf((byte)':');
        if (first < 0)
        {
            return false;
        }

        int colons = 0;
        bool hex = true;
        bool digits = true;
        foreach (byte value in chunk)
        {
            if (value == ':')
            {
                colons++;
                continue;
            }

            hex &= ByteClasses.Is(value, ByteClass.HexDigit) || value == '-';
            digits &= ByteClasses.Is(value, ByteClass.Digit) || value is (byte)'.' or (byte)',';
        }

        bool doubled = chunk.IndexOf("::"u8) >= 0;
        if (first > 0 && digits && colons <= 2 && first <= HourDigits)
        {
            kind = TokenKind.Time;
        }
        else if (first > 0 && hex && !doubled && colons >= LeastMacColons && chunk.Length == (colons * 3) + 2)
        {
            kind = TokenKind.Mac;
        }
        else if (hex && colons >= 2 && (colons == Ipv6Colons || doubled) && chunk.Length > colons)
        {
            kind = TokenKind.Ip;
        }
        else if (first > 0 && colons == 1 && IsHostAndPort(chunk[..first], chunk[(first + 1)..]))
        {
            kind = IsIpv4(chunk[..first]) ? TokenKind.Ip : TokenKind.Host;
        }

        return kind != TokenKind.Word;
    }

    private static bool IsHostAndPort(ReadOnlySpan<byte> host, ReadOnlySpan<byte> port)
    {
        if (port.IsEmpty || !ByteClasses.All(port, ByteClass.Digit) || !host.Contains((byte)'.'))
        {
            return false;
        }

        foreach (byte value in host)
        {
            if (ByteClasses.Is(value, ByteClass.Delimiter) || value == '/')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMail(ReadOnlySpan<byte> chunk, out TokenKind kind)
    {
        kind = TokenKind.Mail;
        int at = chunk.IndexOf((byte)'@');
        return at > 0 && at + 1 < chunk.Length && chunk.IndexOfAny(NotInMail) < 0;
    }
}
