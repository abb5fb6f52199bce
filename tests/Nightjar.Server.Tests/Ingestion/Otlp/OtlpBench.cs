using System.Diagnostics.Metrics;
using Google.Protobuf.Collections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

/// <summary>The OTLP receiver over a real store in a directory of its own, and words to make requests with.</summary>
internal sealed class OtlpBench : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-otlp-").FullName;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricsMapper _mapper;

    public OtlpBench(Action<IngestionOptions>? limits = null, TelemetryStoreOptions? storage = null, Action<OtlpOptions>? otlp = null, CancellationToken stopping = default)
    {
        IngestionOptions ingestion = new();
        limits?.Invoke(ingestion);
        OtlpOptions own = new();
        otlp?.Invoke(own);
        IOptions<IngestionOptions> options = Options.Create(ingestion);
        Store = TelemetryStore.Open(_directory, storage ?? new(), TimeProvider.System);
        Ledger = new SourceLedger(_meters.GetRequiredService<IMeterFactory>());
        Door = new FrontDoor(Store, Ledger, options, TimeProvider.System, NullLogger<FrontDoor>.Instance, new Lifetime(stopping));
        Cache = new PointCache(Options.Create(own));
        _mapper = new MetricsMapper(new SeriesDoor(Store, options), Cache, Options.Create(own));
        Receiver = new MetricsReceiver(_mapper, Door, Ledger, TimeProvider.System);
        Endpoint = new OtlpHttpEndpoint<ExportMetricsServiceRequest>(Receiver, options);
    }

    private sealed record Lifetime(CancellationToken ApplicationStopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }

    public TelemetryStore Store { get; }

    public SourceLedger Ledger { get; }

    public FrontDoor Door { get; }

    public PointCache Cache { get; }

    public MetricsReceiver Receiver { get; }

    public OtlpHttpEndpoint<ExportMetricsServiceRequest> Endpoint { get; }

    /// <summary>One metric, sent by a service <c>shop/cart</c>.</summary>
    public static ExportMetricsServiceRequest Request(params Metric[] metrics) => Request("cart", "shop", metrics);

    public static ExportMetricsServiceRequest Request(string service, string space, params Metric[] metrics) => new()
    {
        ResourceMetrics =
        {
            new ResourceMetrics
            {
                Resource = new Resource { Attributes = { Text("service.name", service), Text("service.namespace", space) } },
                ScopeMetrics = { new ScopeMetrics { Metrics = { metrics } } },
            },
        },
    };

    public static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    /// <summary>Maps a request, as the receiver does before the door, and lets the samples stand as accepted.</summary>
    public Mapped Map(ExportMetricsServiceRequest request)
    {
        List<string> lines = [];
        List<SeriesSample> samples = [];
        List<string> refusals = [];
        List<string> sources = [];
        long rejected = 0;
        foreach (PointBatch batch in _mapper.Map(request, "192.0.2.1"))
        {
            foreach (SeriesSample sample in batch.Samples.Samples)
            {
                samples.Add(sample);
                lines.Add(FormattableString.Invariant($"{sample.Entry.Series.Labels} {sample.Value} @{sample.TimeNs}"));
                sample.Entry.LastTimeNs = Math.Max(sample.Entry.LastTimeNs, sample.TimeNs);
                sample.Entry.LastValue = sample.Value;
            }

            refusals.Add(batch.Samples.Refusals.ToString());
            sources.Add(batch.Samples.Source);
            rejected += batch.CountRejected();
            batch.Dispose();
        }

        return new Mapped(lines, samples, string.Join("; ", refusals), rejected, sources);
    }

    public async ValueTask DisposeAsync()
    {
        await Door.StopAsync(CancellationToken.None);
        Door.Dispose();
        Store.Dispose();
        await _meters.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public static void Add(RepeatedField<KeyValue> attributes, params (string Key, string Value)[] pairs) =>
        attributes.AddRange(pairs.Select(pair => Text(pair.Key, pair.Value)));
}
