namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>What a piece of a message is; values are shown in a template as a placeholder of that name.</summary>
internal enum TokenKind : byte
{
    /// <summary>Text without a digit: part of the template unless it turns out to vary.</summary>
    Word,

    /// <summary>One of the characters at which text is cut, or a run of dots.</summary>
    Delimiter,

    /// <summary>A word that says in what a number before it is counted: <c>ms</c>, <c>KB</c>.</summary>
    Unit,

    /// <summary>Nothing between two brackets.</summary>
    Empty,

    /// <summary>Digits, perhaps with a sign and a point.</summary>
    Number,

    /// <summary>Letters and digits.</summary>
    Id,

    /// <summary>Eight or more hexadecimal digits, or any after <c>0x</c>.</summary>
    Hex,

    /// <summary>An IP address, perhaps with a port.</summary>
    Ip,

    /// <summary>An absolute path.</summary>
    Path,

    /// <summary>A scheme and what is behind it.</summary>
    Url,

    /// <summary>A time of day, a date, or the name of a day or month.</summary>
    Time,

    /// <summary>A name of a host and a port.</summary>
    Host,

    /// <summary>A mail address, or a user at a host.</summary>
    Mail,

    /// <summary>A hardware address.</summary>
    Mac,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Nothing in a programming language's word, or values of several kinds.</summary>
    Any,
}
