using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Server.Ingestion.Logs.Loki;
using Nightjar.Server.Ingestion.Logs.Loki.Wire;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Server.Tests.Fuzzing;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Tests.Ingestion.Logs;

/// <summary>From the bytes of OTLP's and Loki's requests to records: whatever comes, nothing throws and each record is a row or a counted refusal.</summary>
public sealed class LogDoorsFuzzTests : IDisposable
{
    private const long MaxAllocatedBytes = 64_000_000;

    private const string Otlp = """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}}]},"scopeLogs":[{"scope":{"name":"Shop"},"logRecords":[
        {"timeUnixNano":"1772712000000000000","severityNumber":17,"body":{"stringValue":"cart 7 is full"},"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
        "attributes":[{"key":"cart","value":{"intValue":"7"}}]},{"body":{"kvlistValue":{"values":[{"key":"a","value":{"boolValue":true}}]}}}]}]}]}
        """;

    private const string Loki = """{"streams":[{"stream":{"job":"shop","host":"w\u00e9b"},"values":[["1772712000000000000","level=warn msg=\"slow\" took=12ms",{"trace":"abc"}],["1","x"]]}]}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-test-").FullName;
    private readonly LogStore _store;

    public LogDoorsFuzzTests() => _store = LogStore.Open(_directory, new LogStoreOptions { MemoryBytes = 128_000_000, MaxStreams = 1_000 }, TimeProvider.System);

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Otlp_Mutated_IsMappedOrRefused(bool isJson)
    {
        LogsMapper mapper = new(_store, new LogLinesCache(_store), Options.Create(new OtlpOptions()), TimeProvider.System);
        OtlpEncoding encoding = isJson ? OtlpEncoding.Json : OtlpEncoding.Protobuf;
        byte[] json = Encoding.UTF8.GetBytes(Otlp);
        Assert.True(OtlpEncoding.Json.TryParse(ExportLogsServiceRequest.Parser, json, out ExportLogsServiceRequest request, out _));
        long readable = 0;
        new Fuzzer(43, [isJson ? json : request.ToByteArray()]).Run(
            input =>
            {
                if (!encoding.TryParse(ExportLogsServiceRequest.Parser, input, out ExportLogsServiceRequest read, out string error))
                {
                    Assert.NotEmpty(error);
                    return;
                }

                readable++;
                foreach (ExportedLogs exported in mapper.Map(read, "10.0.0.7"))
                {
                    exported.Batch.Dispose();
                }
            },
            MaxAllocatedBytes);

        Assert.True(readable > 1, "no mutation could be read: the mapping was not tried");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loki_Mutated_IsMappedOrRefused(bool isJson)
    {
        LogLinesCache cache = new(_store);
        byte[] json = Encoding.UTF8.GetBytes(Loki);
        Assert.True(LokiJson.TryParse(json, new Refusals(), out PushRequest? request, out _));
        long readable = 0;
        new Fuzzer(44, [isJson ? json : request.ToByteArray()]).Run(
            input =>
            {
                if (!TryParse(isJson, input, out PushRequest? read))
                {
                    return;
                }

                readable++;
                using LogBatch batch = new();
                LokiMapper.Map(read!, "loki", cache, 1_772_712_000_000_000_000, batch, new Refusals()); // set whenever it is true
            },
            MaxAllocatedBytes);

        Assert.True(readable > 1, "no mutation could be read: the mapping was not tried");
    }

    private static bool TryParse(bool isJson, byte[] input, out PushRequest? request)
    {
        if (isJson)
        {
            bool isRead = LokiJson.TryParse(input, new Refusals(), out request, out string problem);
            Assert.True(isRead || problem.Length > 0);
            return isRead;
        }

        try
        {
            request = PushRequest.Parser.ParseFrom(input);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            request = null; // the receiver answers 400
            return false;
        }
    }
}
