using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Api.V1;

/// <summary>All series by how abnormal they were.</summary>
internal static class RankingEndpoints
{
    private static readonly TimeSpan StandardRange = TimeSpan.FromHours(1);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/anomalies/ranking", RankingAsync).WithName("ranking").WithSummary("Every series that stood out in a range of time, most abnormal first")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<RankedSeriesRecord>>, ProblemHttpResult>> RankingAsync(
        RankingQuery ranking,
        TimeProvider time,
        [AsParameters] PageRequest page,
        [AsParameters] RangeRequest range,
        CancellationToken cancellation)
    {
        if (!page.IsSound(out ProblemHttpResult? problem) || !range.TryRead(time, StandardRange, out TimeRange when, out problem))
        {
            return problem;
        }

        return TypedResults.Ok(page.Cut(
            await ranking.RankAsync(when, page.Needed, cancellation), ranked => RankedSeriesRecord.Of(ranked.Hit.Labels, ranked.Hit.Entity, ranked.Abnormality)));
    }
}
