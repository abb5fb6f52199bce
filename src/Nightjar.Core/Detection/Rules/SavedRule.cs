namespace Nightjar.Core.Detection.Rules;

/// <summary>A rule that somebody made on a page or by the API, as it is kept.</summary>
public sealed record SavedRule
{
    /// <summary>Its identity; text of the server's choice.</summary>
    public required string Id { get; init; }

    /// <summary>The selector as it was written.</summary>
    public required string Match { get; init; }

    /// <summary>What it sets.</summary>
    public required RuleSettings Settings { get; init; }

    /// <summary>When it was made, ns since 1970 UTC: rules count in this order, after those of the file.</summary>
    public required long CreatedNs { get; init; }

    /// <summary>Who wrote it, or changed it last.</summary>
    public required string By { get; init; }
}
