using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Nightjar.Server.Ingestion;

namespace Nightjar.EndToEnd.Tests.Otlp;

/// <summary>What the gRPC port answers to what it cannot take, seen by a client that sends bytes as they are.</summary>
public sealed class OtlpGrpcTests
{
    private const string MetricsService = "opentelemetry.proto.collector.metrics.v1.MetricsService";

    [Fact]
    public async Task Export_BrokenBytes_AnswersInvalidArgumentAndCountsIt()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        RpcException failure = await FailAsync(server, [0x0a, 0xff, 0x7b]);

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Contains("ExportMetricsServiceRequest", failure.Status.Detail, StringComparison.Ordinal);
        SourceTally tally = Assert.Single(server.Service<SourceLedger>().Sources, source => source.Source == "otlp 127.0.0.1");
        Assert.Equal(1, tally.Refused[RefusalReason.Malformed].Count);
    }

    [Fact]
    public async Task Export_TooLarge_AnswersResourceExhaustedAndCountsIt()
    {
        await using RunningServer server = await RunningServer.StartAsync(Limit("ingestion:maxBodyBytes", "100000"));
        RpcException failure = await FailAsync(server, new byte[200_000]);

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        SourceTally tally = Assert.Single(server.Service<SourceLedger>().Sources, source => source.Source == "otlp 127.0.0.1");
        Assert.Equal(1, tally.Refused[RefusalReason.TooLarge].Count);
    }

    [Fact]
    public async Task Export_LargerThanKestrelsOwnBound_IsBoundedByTheOptionAlone()
    {
        await using RunningServer server = await RunningServer.StartAsync(Limit("ingestion:maxBodyBytes", "40000000"));
        RpcException failure = await FailAsync(server, new byte[31_000_000]);

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode); // read whole, and no request
    }

    [Fact]
    public async Task Export_SmallGzipOfALargeMessage_AnswersResourceExhausted()
    {
        await using RunningServer server = await RunningServer.StartAsync(Limit("ingestion:maxBodyBytes", "100000"));
        RpcException failure = await FailAsync(server, new byte[5_000_000], headers: new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Contains("ingestion.maxBodyBytes", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Gzip_IsTaken()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        byte[] answer = await CallAsync(server, MetricsService, Gauge(2), new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        Assert.Empty(answer);
        Assert.Equal(2, server.Service<SourceLedger>().Sources.Single(source => source.Source == "otlp 127.0.0.1").Accepted);
    }

    [Fact]
    public async Task Export_BodiesOfOthersTakeTheMemory_AnswersUnavailableWithRetryInfo()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        BodyMemory bodies = server.Service<FrontDoor>().Bodies;
        using BodyMemory.Share others = bodies.Open();
        Assert.True(others.TryGrow(bodies.MaxBytes));
        RpcException failure = await FailAsync(server, Gauge(1));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        byte[] details = failure.Trailers.GetValueBytes("grpc-status-details-bin") ?? [];
        Assert.Contains("type.googleapis.com/google.rpc.RetryInfo", Encoding.Latin1.GetString(details), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("opentelemetry.proto.collector.trace.v1.TraceService")]
    public async Task Export_ServiceThatIsNotServed_AnswersUnimplemented(string service)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        RpcException failure = await FailAsync(server, [], service);

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    [Fact]
    public async Task Post_PagePort_TakesOtlpToo()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using ByteArrayContent content = new(Gauge(3));
        content.Headers.ContentType = new("application/x-protobuf");
        using HttpResponseMessage answer = await server.Http.PostAsync("/v1/metrics", content, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(3, server.Service<SourceLedger>().Sources.Single(source => source.Source == "otlp 127.0.0.1").Accepted);
    }

    private static async Task<RpcException> FailAsync(RunningServer server, byte[] request, string service = MetricsService, Metadata? headers = null) =>
        await Assert.ThrowsAsync<RpcException>(() => CallAsync(server, service, request, headers));

    private static async Task<byte[]> CallAsync(RunningServer server, string service, byte[] request, Metadata? headers = null)
    {
        Marshaller<byte[]> asTheyAre = Marshallers.Create(bytes => bytes, bytes => bytes);
        Method<byte[], byte[]> method = new(MethodType.Unary, service, "Export", asTheyAre, asTheyAre);
        using GrpcChannel channel = GrpcChannel.ForAddress(server.OtlpGrpc);
        CallOptions options = new(headers, cancellationToken: TestContext.Current.CancellationToken);
        return await channel.CreateCallInvoker().AsyncUnaryCall(method, null, options, request);
    }

    /// <summary>A gauge <c>g</c> with so many points, now and just before: ResourceMetrics 1, ScopeMetrics 2, Metric 2, Gauge 5, point 1.</summary>
    private static byte[] Gauge(int points)
    {
        long now = (DateTimeOffset.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100;
        IEnumerable<byte[]> all = Enumerable.Range(0, points).Select(i => Field(
            1, [0x19, .. BitConverter.GetBytes(now - 1_000_000 + i), 0x21, .. BitConverter.GetBytes((double)i)]));
        byte[] metric = [.. Field(1, "g"u8.ToArray()), .. Field(5, [.. all.SelectMany(bytes => bytes)])];
        return Field(1, Field(2, Field(2, metric)));
    }

    private static byte[] Field(int number, byte[] content)
    {
        List<byte> field = [(byte)((number << 3) | 2)];
        uint length = (uint)content.Length;
        for (; length >= 0x80; length >>= 7)
        {
            field.Add((byte)(length | 0x80));
        }

        return [.. field, (byte)length, .. content];
    }

    private static Dictionary<string, string?> Limit(string key, string value) => new() { [key] = value };
}
