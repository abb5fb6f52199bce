using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Tests.Ingestion.Prometheus;
using Nightjar.Storage.Telemetry;
using Snappier;
using static Nightjar.Server.Tests.Ingestion.Prometheus.WriteMessages;

namespace Nightjar.EndToEnd.Tests.Prometheus;

/// <summary>The receiver by HTTP, with senders built from the published field numbers.</summary>
public sealed class RemoteWriteTests
{
    private const string V1 = "application/x-protobuf";
    private const string V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    private static readonly long NowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task Write_GoodRequest_Is204AndKept()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await SendAsync(server, Request(Series([("__name__", "up"), ("job", "a")], (1, NowMs - 2), (2, NowMs - 1), (StaleMarker.Value, NowMs))));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        SamplePoint[] kept = Read(server, "up");
        Assert.Equal([NowMs - 2, NowMs - 1, NowMs], kept.Select(point => point.TimeNs / Clock.NsPerMs));
        Assert.True(StaleMarker.Is(kept[2].Value));
    }

    [Fact]
    public async Task Write_SameRequestTwice_IsKeptOnceAndNoError()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        byte[] message = Request(Series("up", (1, NowMs)));
        using HttpResponseMessage first = await SendAsync(server, message);
        using HttpResponseMessage second = await SendAsync(server, message);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        Assert.Single(Read(server, "up"));
    }

    [Fact]
    public async Task Write_SomeBadSamples_Is400WithASentenceEachAndKeepsTheGood()
    {
        await using RunningServer server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["ingestion:maxLabelBytes"] = "20" });
        using HttpResponseMessage answer = await SendAsync(server, Request(
            Series("good", (1, NowMs)),
            Series("backwards", (1, NowMs), (2, NowMs - 5)),
            Series("twice", (1, NowMs), (2, NowMs)),
            Series("future", (1, NowMs + 86_400_000)),
            Series("ancient", (1, 1)),
            Series([("__name__", "long"), ("a", new string('x', 30))], (1, NowMs)),
            Series([("a", "nameless")], (1, NowMs))));
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.All(
            ["out_of_order", "duplicate", "far_future", "too_old", "label_too_long", "no_name"],
            reason => Assert.Contains($"1 {reason}: ", text, StringComparison.Ordinal));
        Assert.Single(Read(server, "good"));
        Assert.Equal(1, Assert.Single(Read(server, "backwards")).Value);
        SourceTally source = Assert.Single(server.Service<SourceLedger>().Sources, tally => tally.Source == "remote write 127.0.0.1");
        Assert.Equal(3, source.Accepted);
        Assert.Equal(1, source.Refused[RefusalReason.FarFuture].Count);
    }

    [Theory]
    [InlineData("application/json", "snappy", 415)]
    [InlineData("application/x-protobuf;proto=io.prometheus.write.v9.Request", "snappy", 415)]
    [InlineData("application/x-protobuf", "gzip", 415)]
    [InlineData("application/x-protobuf", "snappy", 400)]
    [InlineData("application/x-protobuf;proto=prometheus.WriteRequest", "snappy", 400)]
    [InlineData("application/x-protobuf;proto=\"io.prometheus.write.v2.Request\"", "snappy", 400)]
    public async Task Write_WrongTypeOrBrokenSnappy_IsRefusedAndCounted(string type, string encoding, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await PostAsync(server, [0x05, 0xff, 0xff], type, encoding);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Single(Assert.Single(server.Service<SourceLedger>().Sources).Refused);
    }

    [Fact]
    public async Task Write_OverTheLimit_Is413BeforeAndAfterDecompression()
    {
        await using RunningServer server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["ingestion:maxBodyBytes"] = "10000" });
        using HttpResponseMessage large = await PostAsync(server, new byte[10_001], V1);
        using HttpResponseMessage chunked = await PostAsync(server, new byte[200_000], V1, chunked: true);
        using HttpResponseMessage bomb = await SendAsync(server, Request(Series([("__name__", "x"), ("a", new string('x', 20_000))], (1, NowMs))));

        Assert.All([large, chunked, bomb], answer => Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode));
        Assert.Equal(3, server.Service<SourceLedger>().Sources[0].Refused[RefusalReason.TooLarge].Count);
    }

    [Fact]
    public async Task Write_Version2_SaysWhatItKept()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        WriteV2Message message = new();
        ProtoWriter metadata = message.Metadata(1, "Jobs done.", "jobs");
        message.Series(("__name__", "jobs"), ("job", "a")).Message(2, Sample(1, NowMs - 1)).Message(2, Sample(2, NowMs)).Message(2, Sample(3, NowMs - 9)).Message(5, metadata);
        message.Series(("__name__", "wait"), ("job", "a")).Message(3, Histogram(NowMs)).Message(4, new ProtoWriter().Double(2, 1));
        using HttpResponseMessage answer = await SendAsync(server, message.ToArray(), V2);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("2", "1", "0"), (Written(answer, "Samples"), Written(answer, "Histograms"), Written(answer, "Exemplars")));
        Assert.Equal([1, 2], Read(server, "jobs").Select(point => point.Value));
        Assert.Equal(21, Assert.Single(Read(server, "wait_count")).Value);
        Series jobs = server.Service<TelemetryStore>().Catalog.OfName("jobs").Single().Series;
        Assert.Equal((MetricKind.Counter, "jobs", "Jobs done."), (jobs.Kind, jobs.Unit, jobs.Help));
    }

    [Fact]
    public async Task Write_SenderHangsUpHalfWay_NothingIsKeptAndTheNextIsWelcome()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        byte[] body = Snappy.CompressToArray(Request(Series("up", (1, NowMs))));
        using (Socket socket = new(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            string head = $"POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Type: {V1}\r\nContent-Encoding: snappy\r\nContent-Length: {body.Length}\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
            await socket.SendAsync(body.AsMemory(0, body.Length - 1), TestContext.Current.CancellationToken);
            socket.Close(timeout: 0);
        }

        using HttpResponseMessage answer = await PostAsync(server, body, V1);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Single(Read(server, "up"));
        Assert.Equal(1, Assert.Single(server.Service<SourceLedger>().Sources).Accepted);
    }

    private static string Written(HttpResponseMessage answer, string what) =>
        Assert.Single(answer.Headers.GetValues($"X-Prometheus-Remote-Write-{what}-Written"));

    private static SamplePoint[] Read(RunningServer server, string name)
    {
        TelemetryStore store = server.Service<TelemetryStore>();
        SeriesId[] ids = [.. store.Catalog.OfName(name).Select(entry => entry.Series.Id)];
        return [.. store.Read(ids, new TimeRange(0, long.MaxValue), TestContext.Current.CancellationToken).Values.SelectMany(points => points)];
    }

    private static Task<HttpResponseMessage> SendAsync(RunningServer server, byte[] message, string type = V1) =>
        PostAsync(server, Snappy.CompressToArray(message), type);

    private static async Task<HttpResponseMessage> PostAsync(RunningServer server, byte[] body, string type, string encoding = "snappy", bool chunked = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/v1/write") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Content.Headers.ContentEncoding.Add(encoding);
        request.Headers.TransferEncodingChunked = chunked;
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
