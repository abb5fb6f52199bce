using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class LogsMapperTests : IDisposable
{
    private const string Request = """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}},{"key":"host.name","value":{"stringValue":"web-1"}}]},
        "scopeLogs":[{"scope":{"name":"Shop.Cart"},"logRecords":[
          {"timeUnixNano":"1772712000000000000","severityNumber":17,"body":{"stringValue":"cart 7 is full"},"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
           "attributes":[{"key":"cart","value":{"intValue":"7"}},{"key":"logger","value":{"stringValue":"mine"}}]},
          {"observedTimeUnixNano":"1772712000000000000","body":{"stringValue":"2026-03-05 11:59:58 ERROR disk is full"}},
          {"timeUnixNano":"1772712000000000000","severityNumber":9,"body":{"kvlistValue":{"values":[{"key":"a","value":{"boolValue":true}}]}}},
          {"timeUnixNano":"1772712000000000000","severityText":"Warning","eventName":"started"}]}]}]}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-test-").FullName;
    private readonly LogStore _store;
    private readonly LogsMapper _mapper;

    public LogsMapperTests()
    {
        _store = LogStore.Open(_directory, new LogStoreOptions { MemoryBytes = 128_000_000 }, TimeProvider.System);
        _mapper = new LogsMapper(_store, new LogLinesCache(_store), Options.Create(new OtlpOptions()), TimeProvider.System);
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Map_Records_AreRowsOfTheirService()
    {
        Assert.True(OtlpEncoding.Json.TryParse(ExportLogsServiceRequest.Parser, Encoding.UTF8.GetBytes(Request), out ExportLogsServiceRequest request, out string error), error);

        ExportedLogs exported = _mapper.Map(request, "10.0.0.7").Single();
        using LogBatch batch = exported.Batch;

        Assert.Equal("otlp orders", exported.Source);
        Assert.Equal(["cart 7 is full", "disk is full", "{\"a\":true}", "started"], Enumerable.Range(0, 4).Select(i => Encoding.UTF8.GetString(batch.Message(i))));
        Assert.Equal([17, 17, 9, 13], batch.Rows.ToArray().Select(row => (int)row.Severity));
        Assert.Equal("{\"logger\":\"Shop.Cart\",\"cart\":\"7\"}", Encoding.UTF8.GetString(batch.Attributes(0)));
        Assert.Equal(UInt128.Parse("5b8efff798038103d269b633813fc60c", System.Globalization.NumberStyles.HexNumber, null), batch.Rows[0].TraceId);
        Assert.Equal(0xeee19b7ec3c1b174UL, batch.Rows[0].SpanId);
        Assert.Equal("orders", batch.Rows[0].Stream.Service.Name);
        Assert.Equal("service/orders", Nightjar.Core.Telemetry.EntityRules.RootOf(batch.Rows[0].Stream.Labels).Id.Value);
        Assert.Equal(1_772_711_998_000_000_000, batch.Rows[1].TimeNs);
    }

    [Fact]
    public void Map_ProtobufIds_AreThoseBytes()
    {
        LogRecord record = new() { TimeUnixNano = 1, SeverityNumber = SeverityNumber.Info, TraceId = ByteString.CopyFrom([.. Enumerable.Range(1, 16).Select(i => (byte)i)]) };
        ExportLogsServiceRequest request = new() { ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { record } } } } } };

        using LogBatch batch = _mapper.Map(request, "10.0.0.7").Single().Batch;

        Assert.Equal(UInt128.Parse("0102030405060708090a0b0c0d0e0f10", System.Globalization.NumberStyles.HexNumber, null), batch.Rows[0].TraceId);
        Assert.Equal("(no body)", Encoding.UTF8.GetString(batch.Message(0)));
    }
}
