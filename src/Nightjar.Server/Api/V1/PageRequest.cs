using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Nightjar.Server.Api.V1;

/// <summary>Which part of a list.</summary>
/// <param name="Limit">How many at most.</param>
/// <param name="Offset">How many to skip.</param>
internal readonly record struct PageRequest(
    [property: Description("Most items in the answer, 1 to 1,000; 100 when absent.")] int? Limit,
    [property: Description("Items to skip, 0 to 100,000; take it from nextOffset.")] int? Offset)
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1_000;

    // Skipped items are read, too; further back a range of time is the better tool.
    private const int LargestOffset = 100_000;

    /// <summary>Items to read for this page and to know whether more follow.</summary>
    public int Needed => (Offset ?? 0) + (Limit ?? DefaultLimit) + 1;

    /// <summary>False with an answer when a number is out of bounds.</summary>
    public bool IsSound([NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = Limit is < 1 or > LargestLimit ? Refusal.Bad("limit_out_of_range", $"limit is {Limit}: give 1 to {LargestLimit}.")
            : Offset is < 0 or > LargestOffset ? Refusal.Bad("offset_out_of_range", $"offset is {Offset}: give 0 to {LargestOffset}, or narrow the range of time.")
            : null;
        return problem is null;
    }

    /// <summary>Cuts the page out of a list that begins at 0.</summary>
    public Page<TRecord> Cut<TItem, TRecord>(IEnumerable<TItem> from, Func<TItem, TRecord> record)
    {
        int offset = Offset ?? 0;
        int limit = Limit ?? DefaultLimit;
        List<TItem> items = [.. from.Skip(offset).Take(limit + 1)];
        return new Page<TRecord>([.. items.Take(limit).Select(record)], items.Count > limit ? offset + limit : null);
    }
}
