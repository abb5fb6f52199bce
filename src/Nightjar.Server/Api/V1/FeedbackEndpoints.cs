using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage;

namespace Nightjar.Server.Api.V1;

/// <summary>What people say of anomalies.</summary>
internal static class FeedbackEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/feedback", List).WithName("feedback").WithSummary("Words on anomalies, newest first, and what each has done")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapPost("/anomalies/{id}/feedback", SayAsync).WithName("sayFeedback")
            .WithSummary("Says whether an anomaly was worth telling; replaces an earlier word on it")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapDelete("/anomalies/{id}/feedback", TakeBackAsync).WithName("takeBackFeedback")
            .WithSummary("Takes the word on an anomaly back, with all it has done")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Results<Ok<Page<FeedbackRecord>>, ProblemHttpResult> List(DetectionRules rules, RuleReach reach, [AsParameters] PageRequest page) =>
        page.IsSound(out ProblemHttpResult? problem)
            ? TypedResults.Ok(page.Cut(rules.Now.Feedback, word => FeedbackRecord.Of(word, reach.Alike(word))))
            : problem;

    private static async Task<Results<Ok<FeedbackRecord>, ProblemHttpResult>> SayAsync(
        RuleDesk desk, RuleReach reach, string id, FeedbackRequest? said, CancellationToken cancellation)
    {
        if (said?.Word is not { } word)
        {
            return Refusal.Bad("word_missing", "Give word: expected, notUseful or wellCaught.");
        }

        if (!DecisionRequest.TryName(said.By, out string who, out ProblemHttpResult? problem))
        {
            return problem;
        }

        try
        {
            return await desk.SayAsync(id, word, who, cancellation) is { } feedback
                ? TypedResults.Ok(FeedbackRecord.Of(feedback, reach.Alike(feedback)))
                : Refusal.Missing("anomaly_unknown", $"There is no anomaly {id}: it may have been deleted with its age.");
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TakeBackAsync(RuleDesk desk, string id, CancellationToken cancellation)
    {
        try
        {
            return await desk.TakeBackAsync(id, cancellation)
                ? TypedResults.NoContent()
                : Refusal.Missing("feedback_unknown", $"Nothing was said of anomaly {id}, or it was taken back already.");
        }
        catch (StorageException failure)
        {
            return Refusal.Unavailable("storage_failed", failure.Message);
        }
    }
}
