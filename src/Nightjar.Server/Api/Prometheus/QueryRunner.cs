using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Nightjar.Storage;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>Gives each call its turn and its time, and turns what may go wrong into Prometheus' error answers.</summary>
internal sealed class QueryRunner(IOptions<PrometheusOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Value.ConcurrentQueries);

    /// <summary>Runs one call.</summary>
    public async Task RunAsync(HttpContext context, Func<RequestValues, CancellationToken, Answer> work)
    {
        CancellationToken gone = context.RequestAborted;
        using CancellationTokenSource limit = new(options.Value.QueryTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(gone, limit.Token);
        using Turn turn = new(_turns);
        try
        {
            Answer answer = await WaitAndWorkAsync(context, work, turn, limit, either.Token);
            if (answer.WriteAsync is null)
            {
                await AnswerWriter.WriteFailureAsync(context.Response, answer.Failure ?? ApiFailure.Execution("no answer"), gone);
                return;
            }

            await using AnswerWriter writer = new(context.Response);
            writer.BeginSuccess();
            await answer.WriteAsync(writer, either.Token);
            writer.EndSuccess();
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The reader is too slow for the half of the answer it has: cut, it does not take it for the whole.
            context.Abort();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    private async Task<Answer> WaitAndWorkAsync(
        HttpContext context, Func<RequestValues, CancellationToken, Answer> work, Turn turn, CancellationTokenSource limit, CancellationToken cancellation)
    {
        try
        {
            RequestValues values = await RequestValues.OfAsync(context.Request, cancellation);
            if (values["timeout"] is { Length: > 0 } asked)
            {
                if (!RequestValues.TryLength(asked, out long ms) || ms <= 0)
                {
                    return ApiFailure.BadParameter("timeout", $"cannot parse \"{asked}\" to a valid duration");
                }

                limit.CancelAfter(TimeSpan.FromMilliseconds(Math.Min(ms, options.Value.QueryTimeout.TotalMilliseconds)));
            }

            await turn.TakeAsync(cancellation);
            return work(values, cancellation);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            return turn.IsTaken
                ? ApiFailure.Timeout("query timed out in query execution: ask for less, or raise api.queryTimeout")
                : ApiFailure.Timeout("query timed out while waiting for its turn: ask again later, or raise api.concurrentQueries");
        }
        catch (QueryLimitException failure)
        {
            return ApiFailure.Execution(failure.Message);
        }
        catch (RegexMatchTimeoutException failure)
        {
            return ApiFailure.Execution($"the pattern {failure.Pattern} takes too long: make it simpler");
        }
        catch (StorageException failure)
        {
            return new ApiFailure(StatusCodes.Status500InternalServerError, "internal", failure.Message);
        }
        catch (Exception failure) when (failure is BadHttpRequestException or InvalidDataException)
        {
            return ApiFailure.BadData($"error parsing form values: {failure.Message}");
        }
    }

    /// <summary>Kept until the answer is written: until then it holds the samples in memory.</summary>
    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public bool IsTaken { get; private set; }

        public async Task TakeAsync(CancellationToken cancellation)
        {
            await turns.WaitAsync(cancellation);
            IsTaken = true;
        }

        public void Dispose()
        {
            if (IsTaken)
            {
                turns.Release();
            }
        }
    }
}
