namespace Nightjar.Core.Telemetry.Logs;

/// <summary>One field of a header, or what stands between two.</summary>
internal enum HeaderPart
{
    /// <summary>A time stamp, bracketed or not.</summary>
    Stamp,

    /// <summary>A level: <c>WARN</c>, <c>[warn]</c>, <c>&lt;Warning&gt;:</c>, <c>[core:error]</c>.</summary>
    Level,

    /// <summary>Seconds since boot in brackets.</summary>
    Uptime,

    /// <summary>A lone <c>-</c>, <c>--</c>, <c>|</c> or <c>:</c>.</summary>
    Dash,

    /// <summary>A number of a process or thread, or two with <c>#</c> between.</summary>
    Number,

    /// <summary>Anything in brackets.</summary>
    Bracket,

    /// <summary><c>file.go:123]</c>, <c>name]</c>.</summary>
    EndOfBracket,

    /// <summary><c>name[pid]:</c>, <c>name (more):</c>.</summary>
    ProcessTag,

    /// <summary><c>name:</c>.</summary>
    NameColon,

    /// <summary>One of these two, behind the host.</summary>
    Tag,

    /// <summary>Text up to <c>|</c>.</summary>
    NamePipe,

    /// <summary>Up to three words before a lone dash.</summary>
    NameDash,

    /// <summary>A dotted name such as <c>com.shop.Cart</c>.</summary>
    DottedName,

    /// <summary>A word, when what comes behind it proves that it belongs to the header.</summary>
    Word,

    /// <summary>A column that is empty in most lines, <c>-</c> as in RFC 5424 and access logs: what it holds now and then is no host.</summary>
    Mark,
}
