using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>
/// Binds the service by hand: with a generated binding broken bytes would answer UNKNOWN, where OTLP demands InvalidArgument (a
/// sender then drops the request and does not repeat it for ever), and unknown fields would be kept in memory.
/// </summary>
internal sealed class OtlpGrpcMethods : IServiceMethodProvider<OtlpGrpcService>
{
    /// <summary>The service's name on the wire.</summary>
    public const string Service = "opentelemetry.proto.collector.metrics.v1.MetricsService";

    private static readonly MessageParser<ExportMetricsServiceRequest> Parser =
        ExportMetricsServiceRequest.Parser.WithDiscardUnknownFields(true);

    private static readonly Method<ExportMetricsServiceRequest, ExportMetricsServiceResponse> Export = new(
        MethodType.Unary,
        Service,
        "Export",
        Marshallers.Create((message, context) => context.Complete(message.ToByteArray()), Parse),
        Marshallers.Create(
            (message, context) => context.Complete(message.ToByteArray()),
            context => ExportMetricsServiceResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    /// <inheritdoc />
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<OtlpGrpcService> context) =>
        context.AddUnaryMethod(Export, [], (service, request, call) => service.ExportAsync(request, call));

    private static ExportMetricsServiceRequest Parse(DeserializationContext context)
    {
        try
        {
            return Parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.InvalidArgument, $"this is not an ExportMetricsServiceRequest: {failure.Message}"));
        }
    }
}
