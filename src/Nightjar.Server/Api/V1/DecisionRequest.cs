using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;

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

    /// <summary>The name to keep; false with an answer when it is none.</summary>
    internal static bool TryName(string? by, out string who, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        who = (by ?? Nobody).Trim();
        problem = who.Length is 0 or > MaxCharacters || who.Any(char.IsControl)
            ? Refusal.Bad("by_unreadable", $"by must be a name of 1 to {MaxCharacters} characters on one line.")
            : null;
        return problem is null;
    }
}
