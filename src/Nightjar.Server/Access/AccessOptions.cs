using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Access;

/// <summary>Who may come in (configuration section <c>access</c>).</summary>
public sealed class AccessOptions
{
    /// <summary>The shortest token taken: 16 random characters of 64 kinds are 96 bits, beyond guessing.</summary>
    public const int MinTokenCharacters = 16;

    /// <summary>What every request must carry. Without one, only this machine may connect.</summary>
    [StringLength(1_000, MinimumLength = MinTokenCharacters)]
    public string? Token { get; set; }

    /// <summary>A file that holds the token, read at start; white space around it is cut off.</summary>
    public string? TokenFile { get; set; }

    /// <summary>True when every request needs a token.</summary>
    internal bool IsTokenSet => Token is not null || TokenFile is not null;

    /// <summary>Names besides <c>localhost</c> and loopback addresses under which a server without a token may be asked for, such as that of a local proxy.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>How long a browser stays logged in.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Different wrong tokens a minute from one address before it is made to wait. The same wrong token again is not counted.</summary>
    [Range(1, 10_000)]
    public int WrongTokensPerMinute { get; set; } = 10;
}
