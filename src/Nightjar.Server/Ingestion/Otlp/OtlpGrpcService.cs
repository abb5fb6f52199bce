using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>OTLP over gRPC: <c>MetricsService/Export</c>, <c>LogsService/Export</c>.</summary>
internal sealed class OtlpGrpcService(MetricsReceiver metrics, LogsReceiver logs)
{
    // gRPC's richer error model: the trailer that carries a google.rpc.Status.
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Answers one request.</summary>
    public Task<IMessage> ExportAsync(ExportMetricsServiceRequest request, ServerCallContext context) => ExportAsync(metrics, request, context);

    /// <summary>Answers one request.</summary>
    public Task<IMessage> ExportAsync(ExportLogsServiceRequest request, ServerCallContext context) => ExportAsync(logs, request, context);

    private static async Task<IMessage> ExportAsync<TRequest>(ExportReceiver<TRequest> receiver, TRequest request, ServerCallContext context)
        where TRequest : class, IMessage<TRequest>, new()
    {
        HttpContext http = context.GetHttpContext();

        // gRPC has read the message already: this bounds what waits here for a commit.
        using BodyMemory.Share memory = receiver.Bodies.Open();
        if (!memory.TryGrow(request.CalculateSize()))
        {
            receiver.Refuse(RefusalReason.Overloaded, receiver.Bodies.Sentence, http.Connection.RemoteIpAddress);
            throw ComeAgain(receiver.Bodies.Sentence);
        }

        ExportAnswer answer = await receiver.ExportAsync(request, http.Connection.RemoteIpAddress, context.CancellationToken);
        return answer.Outcome == WriteOutcome.Durable ? receiver.ResponseOf(answer) : throw ComeAgain(answer.Message);
    }

    private static RpcException ComeAgain(string message)
    {
        RetryInfo retry = new() { RetryDelay = Duration.FromTimeSpan(ExportAnswer.RetryDelay) };
        Wire.Status status = new() { Code = (int)StatusCode.Unavailable, Message = message, Details = { Any.Pack(retry) } };
        return new RpcException(
            new Grpc.Core.Status(StatusCode.Unavailable, message),
            new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }
}
