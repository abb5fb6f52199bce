using System.ComponentModel;

namespace Nightjar.Server.Api.V1;

/// <summary>A person's word on an incident.</summary>
/// <param name="By">Who says so.</param>
public sealed record DecisionRequest(
    [property: Description("Who says so, for the timeline; 1 to 100 characters, 'the API' when absent.")] string? By = null)
{
    /// <summary>Longer is no name.</summary>
    public const int MaxCharacters = 100;

    /// <summary>What the timeline says when nobody is named.</summary>
    public const string Nobody = "the API";
}
