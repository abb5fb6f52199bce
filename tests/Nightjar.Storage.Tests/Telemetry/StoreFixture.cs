using Microsoft.Extensions.Time.Testing;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

/// <summary>A store in a directory of its own, on a clock that stands still until the test moves it.</summary>
internal sealed class StoreFixture : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();

    public StoreFixture(TelemetryStoreOptions? options = null)
    {
        Options = options ?? new TelemetryStoreOptions { MemoryBytes = 256_000_000 };
        Store = TelemetryStore.Open(_directory.Path, Options, Time);
    }

    public static long StartNs => Start.ToUnixNs();

    public static TimeRange AllTime => new(long.MinValue, long.MaxValue);

    public string Directory => _directory.Path;

    public TelemetryStoreOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(Start);

    public TelemetryStore Store { get; private set; }

    /// <summary>Closes the store and opens it again.</summary>
    public void Reopen()
    {
        Store.Dispose();
        Store = TelemetryStore.Open(_directory.Path, Options, Time);
    }

    public SeriesEntry Series(string name, params IEnumerable<Label> labels)
    {
        Labels all = Labels.Create([new Label(Labels.MetricName, name), .. labels]);
        return Store.Catalog.GetOrAdd(new Series(all, MetricKind.Gauge, "By", "help"), "test", out string? refusal)
            ?? throw new InvalidOperationException(refusal);
    }

    public SamplePoint[] Read(SeriesEntry entry, TimeRange? range = null) =>
        Store.Read([entry.Series.Id], range ?? AllTime, TestContext.Current.CancellationToken).GetValueOrDefault(entry.Series.Id) ?? [];

    public string Parts => Path.Combine(_directory.Path, "telemetry", "parts");

    /// <summary>Calls Maintain until nothing changes any more.</summary>
    public void MaintainFully()
    {
        TelemetryStatus before;
        do
        {
            before = Store.Status();
            Store.Maintain(TestContext.Current.CancellationToken);
        }
        while ((Store.Status().Parts, Store.Status().HotRows, Store.Status().PartRows) != (before.Parts, before.HotRows, before.PartRows));
    }

    public void Dispose()
    {
        Store.Dispose();
        _directory.Dispose();
    }
}
