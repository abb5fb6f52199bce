using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Storage.Telemetry.Logs;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Nightjar.EndToEnd.Tests.Otlp;

/// <summary>What a program logs through the OpenTelemetry .NET SDK is what the store gives back, with its pattern.</summary>
public sealed class OtlpLogsTests
{
    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Export_LogRecords_AreStoredWithLevelTraceAttributesAndPattern(OtlpExportProtocol protocol)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using Activity activity = new Activity("order").Start();
        using (ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("cart", autoGenerateServiceInstanceId: false));
            options.AddOtlpExporter(exporter =>
            {
                exporter.Endpoint = protocol == OtlpExportProtocol.Grpc ? server.OtlpGrpc : new Uri(server.OtlpHttp, "v1/logs");
                exporter.Protocol = protocol;
            });
        })))
        {
            ILogger log = factory.CreateLogger("Shop.Cart");
            for (int cart = 1; cart <= 3; cart++)
            {
#pragma warning disable CA1848, CA1873 // as the programs do whose logs come in
                log.LogInformation("cart {Cart} was paid", cart);
            }

            log.LogError(new InvalidOperationException("no money"), "payment failed");
#pragma warning restore CA1848, CA1873
        } // disposing sends what is left

        LogQuery all = new(new TimeRange(0, long.MaxValue), LogSearch.All);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        IReadOnlyList<LogEntry> entries = server.Service<LogStore>().Search(all, 100, cancellation).Entries;
        Assert.Equal(["cart 1 was paid", "cart 2 was paid", "cart 3 was paid", "payment failed"], entries.Select(entry => entry.Message).Order(StringComparer.Ordinal));
        LogEntry failed = entries.Single(entry => entry.Severity == LogSeverity.Error);
        Assert.Equal(activity.TraceId.ToHexString(), failed.TraceId.ToString("x32", null));
        Assert.Contains("no money", failed.Attributes, StringComparison.Ordinal);
        Assert.Contains("\"logger\":\"Shop.Cart\"", failed.Attributes, StringComparison.Ordinal);
        Assert.Equal("service/cart", failed.Stream.Entity.Value);

        SignatureCount paid = server.Service<LogStore>().CountBySignature(all, cancellation)[0];
        Assert.Equal(3, paid.Count);
        Assert.Equal("cart <num> was paid", server.Service<PatternBook>().PatternOf(paid.Service, paid.Signature).Template);
        Assert.True(LogSearch.TryParse("Cart:2", out LogSearch search, out _));
        Assert.Equal("cart 2 was paid", server.Service<LogStore>().Search(all with { Search = search }, 10, cancellation).Entries.Single().Message);
    }
}
