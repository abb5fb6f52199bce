using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Otlp.Wire;
using static Nightjar.Server.Tests.Ingestion.Otlp.OtlpBench;
using WireStatus = Nightjar.Server.Ingestion.Otlp.Wire.Status;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class OtlpHttpEndpointTests
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json; charset=utf-8";

    [Fact]
    public async Task Handle_Protobuf_AnswersAfterTheSampleIsDurable()
    {
        await using OtlpBench bench = await StartedAsync();
        (int status, byte[] body, _) = await SendAsync(bench, Protobuf, Good().ToByteArray());

        Assert.Equal(StatusCodes.Status200OK, status);
        Assert.Null(ExportMetricsServiceResponse.Parser.ParseFrom(body).PartialSuccess);
        Assert.Equal(1, Assert.Single(bench.Ledger.Sources).Accepted);
        Assert.Equal([4], ReadAll(bench, "queue"));
    }

    [Fact]
    public async Task Handle_Json_ReadsEveryFormOfNumbersAndSkipsWhatItDoesNotKnow()
    {
        await using OtlpBench bench = await StartedAsync();
        string time = NowText();
        string json = $$$$"""
            {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"cart"}}]},"newField":{"a":[1]},
            "scopeMetrics":[{"scope":{"name":"lib"},"metrics":[
            {"name":"hits","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[
              {"timeUnixNano":"{{{{time}}}}","asInt":"12","attributes":[{"key":"n","value":{"intValue":"5"}}],
               "exemplars":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","asInt":"1"}]},
              {"timeUnixNano":{{{{time}}}},"asInt":13,"attributes":[{"key":"n","value":{"intValue":6}}]}]}},
            {"name":"size","histogram":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA","dataPoints":[
              {"timeUnixNano":"{{{{time}}}}","count":"2","sum":3,"bucketCounts":["1",1],"explicitBounds":[0.5]}]}},
            {"name":"nothing","gauge":{"dataPoints":[{"timeUnixNano":"{{{{time}}}}","asDouble":"NaN"}]}}]}]}]}
            """;

        (int status, byte[] body, string contentType) = await SendAsync(bench, Json, Encoding.UTF8.GetBytes(json));

        Assert.Equal((StatusCodes.Status200OK, "application/json", "{ }"), (status, contentType, Encoding.UTF8.GetString(body)));
        Assert.Equal([12, 13], ReadAll(bench, "hits_total").Order());
        Assert.Equal([1, 2], ReadAll(bench, "size_bucket").Order());
        Assert.Equal([double.NaN], ReadAll(bench, "nothing"));
    }

    [Fact]
    public async Task Handle_Gzip_IsUnpacked()
    {
        await using OtlpBench bench = await StartedAsync();
        (int status, _, _) = await SendAsync(bench, Protobuf, Gzip(Good().ToByteArray()), "gzip");

        Assert.Equal(StatusCodes.Status200OK, status);
        Assert.Equal([4], ReadAll(bench, "queue"));
    }

    [Fact]
    public async Task Handle_SomePointsRefused_KeepsTheRestAndCountsPointsNotSamples()
    {
        await using OtlpBench bench = await StartedAsync();
        ulong now = Now();
        Metric histogram = new()
        {
            Name = "late",
            Histogram = new Histogram
            {
                AggregationTemporality = AggregationTemporality.Cumulative,
                DataPoints =
                {
                    new HistogramDataPoint { TimeUnixNano = now, Count = 2, Sum = 1, ExplicitBounds = { 1 }, BucketCounts = { 1, 1 } },
                    new HistogramDataPoint { TimeUnixNano = now - 1_000, Count = 1, Sum = 1, ExplicitBounds = { 1 }, BucketCounts = { 1, 0 } },
                },
            },
        };
        (int status, byte[] body, _) = await SendAsync(bench, Protobuf, Request(histogram, Gauge("queue", 4, 0), Gauge("queue", 4, now)).ToByteArray());

        ExportMetricsPartialSuccess partial = ExportMetricsServiceResponse.Parser.ParseFrom(body).PartialSuccess;
        Assert.Equal(StatusCodes.Status200OK, status);
        Assert.Equal(2, partial.RejectedDataPoints); // the late histogram's four samples are one point
        Assert.Contains("out_of_order", partial.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("set time_unix_nano", partial.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([4], ReadAll(bench, "queue"));
    }

    [Fact]
    public async Task Handle_SentTwice_IsNoError()
    {
        await using OtlpBench bench = await StartedAsync();
        byte[] request = Good().ToByteArray();
        await SendAsync(bench, Protobuf, request);
        (int status, byte[] body, _) = await SendAsync(bench, Protobuf, request);

        Assert.Equal(StatusCodes.Status200OK, status);
        Assert.Empty(body);
    }

    [Theory]
    [InlineData(Protobuf, "", "this is not", StatusCodes.Status400BadRequest, RefusalReason.Malformed)]
    [InlineData(Protobuf, "gzip", "is gzip and is not", StatusCodes.Status400BadRequest, RefusalReason.Malformed)]
    [InlineData(Protobuf, "zstd", "send gzip or none", StatusCodes.Status415UnsupportedMediaType, RefusalReason.UnknownContentType)]
    [InlineData("text/plain", "", "send application/x-protobuf", StatusCodes.Status415UnsupportedMediaType, RefusalReason.UnknownContentType)]
    [InlineData(null, "", "send application/x-protobuf", StatusCodes.Status415UnsupportedMediaType, RefusalReason.UnknownContentType)]
    [InlineData(Json, "", "this is not", StatusCodes.Status400BadRequest, RefusalReason.Malformed)]
    public async Task Handle_UnreadableRequest_AnswersAStatusInItsOwnEncodingAndCountsIt(
        string? contentType, string encoding, string sentence, int expected, RefusalReason reason)
    {
        await using OtlpBench bench = await StartedAsync();
        (int status, byte[] body, string answered) = await SendAsync(bench, contentType, [0x0a, 0xff, 0x7b], encoding);

        string message = answered == Protobuf
            ? WireStatus.Parser.ParseFrom(body).Message
            : JsonParser.Default.Parse<WireStatus>(Encoding.UTF8.GetString(body)).Message;
        Assert.Equal(expected, status);
        Assert.Equal(contentType == Protobuf ? Protobuf : "application/json", answered);
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(bench.Ledger.Sources).Refused[reason].Count);
    }

    [Fact]
    public async Task Handle_SmallGzipOfALargeBody_Answers413()
    {
        await using OtlpBench bench = await StartedAsync(limits => limits.MaxBodyBytes = 10_000);
        byte[] bomb = Gzip(new byte[5_000_000]);
        (int status, byte[] body, _) = await SendAsync(bench, Protobuf, bomb, "gzip");

        Assert.True(bomb.Length < 10_000);
        Assert.Equal(StatusCodes.Status413PayloadTooLarge, status);
        Assert.Contains("ingestion.maxBodyBytes", WireStatus.Parser.ParseFrom(body).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_FullQueue_Answers503WithRetryAfter()
    {
        await using OtlpBench bench = new(limits => limits.QueuedSamples = 0);
        DefaultHttpContext http = Context(Protobuf, Good().ToByteArray(), "");
        await bench.Endpoint.HandleAsync(http);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, http.Response.StatusCode);
        Assert.Equal("5", http.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Handle_BodiesOfOthersTakeTheMemory_Answers503AndCounts()
    {
        await using OtlpBench bench = await StartedAsync(limits => limits.MaxBodyBytesInFlight = 10_000);
        using BodyMemory.Share other = bench.Door.Bodies.Open();
        Assert.True(other.TryGrow(10_000));
        DefaultHttpContext http = Context(Protobuf, Good().ToByteArray(), "");
        await bench.Endpoint.HandleAsync(http);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, http.Response.StatusCode);
        Assert.Equal("5", http.Response.Headers.RetryAfter);
        Assert.Equal(1, Assert.Single(bench.Ledger.Sources).Refused[RefusalReason.Overloaded].Count);
        Assert.Equal(10_000, bench.Door.Bodies.Bytes);
    }

    private static async Task<OtlpBench> StartedAsync(Action<IngestionOptions>? limits = null)
    {
        OtlpBench bench = new(limits);
        await bench.Door.StartAsync(TestContext.Current.CancellationToken);
        return bench;
    }

    private static async Task<(int Status, byte[] Body, string ContentType)> SendAsync(OtlpBench bench, string? contentType, byte[] body, string encoding = "")
    {
        DefaultHttpContext http = Context(contentType, body, encoding);
        await bench.Endpoint.HandleAsync(http);
        return (http.Response.StatusCode, ((MemoryStream)http.Response.Body).ToArray(), http.Response.ContentType ?? "");
    }

    private static DefaultHttpContext Context(string? contentType, byte[] body, string encoding)
    {
        DefaultHttpContext http = new();
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Request.ContentType = contentType;
        http.Request.Body = new MemoryStream(body);
        http.Response.Body = new MemoryStream();
        if (encoding.Length > 0)
        {
            http.Request.Headers.ContentEncoding = encoding;
        }

        return http;
    }

    private static IEnumerable<double> ReadAll(OtlpBench bench, string name)
    {
        SeriesId[] ids = [.. bench.Store.Catalog.OfName(name).Select(entry => entry.Series.Id)];
        return bench.Store.Read(ids, new TimeRange(0, long.MaxValue), TestContext.Current.CancellationToken)
            .SelectMany(series => series.Value.Select(sample => sample.Value));
    }

    private static ExportMetricsServiceRequest Good() => Request(Gauge("queue", 4, Now()));

    private static Metric Gauge(string name, double value, ulong time) => new()
    {
        Name = name,
        Gauge = new Gauge { DataPoints = { new NumberDataPoint { TimeUnixNano = time, AsDouble = value } } },
    };

    private static ulong Now() => (ulong)TimeProvider.System.NowNs();

    private static string NowText() => Now().ToString(CultureInfo.InvariantCulture);

    private static byte[] Gzip(byte[] body)
    {
        using MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.SmallestSize))
        {
            packing.Write(body);
        }

        return packed.ToArray();
    }
}
