using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>One series of this machine, resolved once; the round that last wrote it tells when it has ended.</summary>
internal sealed class HostSeries(string name, MetricKind kind, string unit, string help, params (string Name, string Value)[] labels)
{
    private SeriesEntry? _entry;

    /// <summary>The round that last wrote a value.</summary>
    public long WrittenRound { get; set; }

    /// <summary>True from its first value to its stale marker.</summary>
    public bool IsLive { get; set; }

    /// <summary>A gauge.</summary>
    public static HostSeries Gauge(string name, string unit, string help, params (string Name, string Value)[] labels) =>
        new(name, MetricKind.Gauge, unit, help, labels);

    /// <summary>A counter; its name ends in <c>_total</c>.</summary>
    public static HostSeries Counter(string name, string unit, string help, params (string Name, string Value)[] labels) =>
        new(name, MetricKind.Counter, unit, help, labels);

    /// <summary>The catalog's entry, or null when it is refused (the batch holds the reason).</summary>
    public SeriesEntry? Entry(SeriesDoor door, string hostName, SampleBatch batch)
    {
        if (_entry is null || _entry.Dropped)
        {
            Label[] all = [new(Labels.MetricName, name), new("host_name", hostName), .. labels.Select(label => new Label(label.Name, label.Value))];
            _entry = door.Resolve(all, kind, unit, help, batch, 1);
        }

        return _entry;
    }
}
