using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>One statement with its bounds.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="MaxRows">Most rows in the answer.</param>
/// <param name="MaxSeconds">After this it is ended.</param>
public sealed record SqlRequest(
    [property: Description("One statement that reads, over samples, series, named_samples and abnormal_minutes.")] string? Sql,
    [property: Description("Most rows answered; 1 to 1,000,000, 10,000 when absent.")] int? MaxRows = null,
    [property: Description("Seconds after which the statement is ended; to 3,600, 30 when absent.")] double? MaxSeconds = null)
{
    /// <summary>The longest statement taken, characters: generated lists of series fit, a flood does not.</summary>
    public const int MaxCharacters = 1_000_000;

    /// <summary>The bound of <see cref="MaxRows"/>: an answer is built in memory.</summary>
    public const int MostRows = 1_000_000;

    /// <summary>The bound of <see cref="MaxSeconds"/>.</summary>
    public const double MostSeconds = 3_600;

    internal bool TryRead([NotNullWhen(true)] out SqlQueryLimits? limits, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        SqlQueryLimits standard = new();
        limits = null;
        problem = null;
        if (string.IsNullOrWhiteSpace(Sql) || Sql.Length > MaxCharacters)
        {
            problem = Refusal.Bad("sql_missing", $"sql must hold a statement of at most {MaxCharacters:N0} characters.");
        }
        else if (MaxRows is < 1 or > MostRows)
        {
            problem = Refusal.Bad("max_rows_out_of_range", $"maxRows is {MaxRows}: give 1 to {MostRows}.");
        }
        else if (MaxSeconds is not null and not (> 0 and <= MostSeconds))
        {
            problem = Refusal.Bad("max_seconds_out_of_range", string.Create(CultureInfo.InvariantCulture, $"maxSeconds is {MaxSeconds}: give more than 0, at most {MostSeconds}."));
        }
        else
        {
            limits = new SqlQueryLimits
            {
                MaxRows = MaxRows ?? standard.MaxRows,
                MaxDuration = MaxSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : standard.MaxDuration,
            };
        }

        return problem is null;
    }
}
