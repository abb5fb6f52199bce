using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Nightjar.EndToEnd.Tests.Otlp;

/// <summary>A program instrumented with the OpenTelemetry .NET SDK, which exports when told to.</summary>
internal sealed class OtelSender : IDisposable
{
    public const string Exponential = "payload.size";

    private readonly MeterProvider _provider;

    public OtelSender(string service, Uri endpoint, OtlpExportProtocol protocol, MetricReaderTemporalityPreference temporality, bool isGzip = false)
    {
        Meter = new Meter($"test.{service}");
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.Clear().AddService(service, "shop", autoGenerateServiceInstanceId: false, serviceInstanceId: "i-1"))
            .AddMeter(Meter.Name)
            .AddView(Exponential, new Base2ExponentialBucketHistogramConfiguration { MaxSize = 160 })
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = endpoint;
                exporter.Protocol = protocol;
                exporter.Compression = isGzip ? OtlpExportCompression.GZip : OtlpExportCompression.None;
                reader.TemporalityPreference = temporality;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue; // only when told to
            })
            .Build();
    }

    /// <summary>For instruments.</summary>
    public Meter Meter { get; }

    /// <summary>Exports what was recorded; false when the receiver refused it.</summary>
    public bool Export() => _provider.ForceFlush(30_000);

    public void Dispose()
    {
        _provider.Dispose();
        Meter.Dispose();
    }
}
