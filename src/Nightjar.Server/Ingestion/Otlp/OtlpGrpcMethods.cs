using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// Binds the services by hand: with a generated binding broken bytes would answer UNKNOWN, where OTLP demands InvalidArgument (a
/// sender then drops the request and does not repeat it for ever), and unknown fields would be kept in memory.
/// </summary>
internal sealed class OtlpGrpcMethods(MetricsReceiver metrics, LogsReceiver logs) : IServiceMethodProvider<OtlpGrpcService>
{
    /// <summary>The name of the service for metrics on the wire.</summary>
    public const string Metrics = "opentelemetry.proto.collector.metrics.v1.MetricsService";

    /// <summary>The name of the service for logs on the wire.</summary>
    public const string Logs = "opentelemetry.proto.collector.logs.v1.LogsService";

    /// <inheritdoc />
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<OtlpGrpcService> context)
    {
        context.AddUnaryMethod(Export(Metrics, metrics), [], (service, request, call) => service.ExportAsync(request, call));
        context.AddUnaryMethod(Export(Logs, logs), [], (service, request, call) => service.ExportAsync(request, call));
    }

    private static Method<TRequest, IMessage> Export<TRequest>(string service, ExportReceiver<TRequest> receiver)
        where TRequest : class, IMessage<TRequest>, new() => new(
        MethodType.Unary,
        service,
        "Export",
        Marshallers.Create((message, context) => context.Complete(message.ToByteArray()), context => Parse(receiver.Parser, context)),
        Marshallers.Create<IMessage>((message, context) => context.Complete(message.ToByteArray()), _ => throw new NotSupportedException("A server writes answers and reads none.")));

    private static TRequest Parse<TRequest>(MessageParser<TRequest> parser, DeserializationContext context)
        where TRequest : class, IMessage<TRequest>, new()
    {
        try
        {
            return parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, $"this is not an {typeof(TRequest).Name}: {failure.Message}"));
        }
    }
}
