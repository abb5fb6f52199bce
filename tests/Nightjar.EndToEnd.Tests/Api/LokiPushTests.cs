using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Logs;
using Snappier;

namespace Nightjar.EndToEnd.Tests.Api;

public sealed class LokiPushTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_Json_IsStoredWithItsLabelsAndMetadata()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        HttpResponseMessage answer = await PushAsync(server, Encoding.UTF8.GetBytes(
            $$$"""{"streams":[{"stream":{"job":"shop","host":"web-1"},"values":[["{{{NowNs}}}","level=warn msg=\"cart 7 is full\" user=bob",{"trace":"abc"}]]}]}"""), "application/json");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        LogEntry entry = Read(server).Single();
        Assert.Equal(("cart 7 is full", LogSeverity.Warn, "shop"), (entry.Message, entry.Severity, entry.Stream.Service.Name));
        Assert.Equal("{\"user\":\"bob\",\"trace\":\"abc\"}", entry.Attributes);
    }

    [Fact]
    public async Task Push_SnappyProtobuf_IsStored()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        // Written by hand from the field numbers: PushRequest { Stream { labels, Entry { Timestamp { seconds }, line } } }.
        byte[] entry = [.. Field(1, [8, .. Varint((ulong)(NowNs / Clock.NsPerSecond))]), .. Field(2, "started in 12 ms"u8)];
        byte[] request = Field(1, [.. Field(1, "{job=\"shop\"}"u8), .. Field(2, entry)]);
        HttpResponseMessage answer = await PushAsync(server, Snappy.CompressToArray(request), "application/x-protobuf");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("started in 12 ms", Read(server).Single().Message);
    }

    [Theory]
    [InlineData("""{"streams":[{"stream":{"a":"b"},"values":[["NOW","good"],["x","bad"],[]]}]}""", HttpStatusCode.BadRequest, 1)]
    [InlineData("""{"streams":[7,{"stream":{"a":"b"},"values":[["NOW","good"]]}]}""", HttpStatusCode.BadRequest, 1)]
    [InlineData("""{"streams":[{"stream":{"a":"b"},"values":[["NOW","good"],["NOW","half a character \ud800"]]}]}""", HttpStatusCode.BadRequest, 1)]
    [InlineData("""{"streams":""", HttpStatusCode.BadRequest, 0)]
    [InlineData("""[]""", HttpStatusCode.BadRequest, 0)]
    public async Task Push_BrokenJson_SaysWhyAndKeepsWhatIsGood(string body, HttpStatusCode status, int kept)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        HttpResponseMessage answer = await PushAsync(
            server, Encoding.UTF8.GetBytes(body.Replace("NOW", NowNs.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)), "application/json");

        Assert.Equal(status, answer.StatusCode);
        Assert.NotEmpty((await answer.Content.ReadAsStringAsync(Cancellation)).Trim());
        Assert.Equal(kept, Read(server).Count);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-protobuf", HttpStatusCode.BadRequest)]
    public async Task Push_WhatIsNoPush_IsRefused(string contentType, HttpStatusCode status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        HttpResponseMessage answer = await PushAsync(server, [1, 2, 3, 255], contentType);

        Assert.Equal(status, answer.StatusCode);
    }

    private static long NowNs => DateTimeOffset.UtcNow.ToUnixNs();

    private static async Task<HttpResponseMessage> PushAsync(RunningServer server, byte[] body, string contentType)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return await server.Http.PostAsync("loki/api/v1/push", content, Cancellation);
    }

    private static IReadOnlyList<LogEntry> Read(RunningServer server) =>
        server.Service<LogStore>().Search(new LogQuery(new TimeRange(0, long.MaxValue), LogSearch.All), 10, Cancellation).Entries;

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
