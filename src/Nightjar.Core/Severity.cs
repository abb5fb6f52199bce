namespace Nightjar.Core;

/// <summary>The one scale of severity, in ascending order. Stored by name.</summary>
public enum Severity
{
    /// <summary>Worth knowing when one looks.</summary>
    Low,

    /// <summary>Worth reading once a day.</summary>
    Info,

    /// <summary>Somebody should look today.</summary>
    Warning,

    /// <summary>Somebody should look now.</summary>
    High,

    /// <summary>Users are hurt, or soon will be.</summary>
    Critical,
}
