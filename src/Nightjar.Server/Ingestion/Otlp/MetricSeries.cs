using Google.Protobuf.Collections;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>One metric of one request: finds the series of its points, from the cache or by building their labels.</summary>
internal sealed class MetricSeries(SeriesDoor door, PointCache cache, PointKey key)
{
    private const string Le = "le";
    private const string QuantileLabel = "quantile";

    private UInt128 _metricKey;
    private string? _reserved;

    /// <summary>Its name as a series, without the endings of a histogram's parts.</summary>
    public string Name { get; private set; } = "";

    /// <summary>As sent.</summary>
    public Metric Metric { get; private set; } = new();

    /// <summary>Where its samples go.</summary>
    public required PointBatch Batch { get; init; }

    /// <summary>Labels of resource and scope.</summary>
    public required IReadOnlyList<Label> Shared { get; init; }

    /// <summary>The hash of <see cref="Shared"/>.</summary>
    public required UInt128 SharedKey { get; init; }

    /// <summary>Turns to the next metric.</summary>
    public void Begin(Metric metric)
    {
        Metric = metric;
        bool isCounter = metric.Sum is { IsMonotonic: true };
        Name = MetricName.Of(metric.Name, metric.Unit, isCounter, isGauge: metric.Gauge is not null);
        _reserved = metric.DataCase switch
        {
            Metric.DataOneofCase.Histogram or Metric.DataOneofCase.ExponentialHistogram => Le,
            Metric.DataOneofCase.Summary => QuantileLabel,
            _ => null,
        };
        _metricKey = key.Add(SharedKey).Add(Name).Add((long)metric.DataCase).Take();
    }

    /// <summary>What is known of a point.</summary>
    public PointSeries Of(RepeatedField<KeyValue> attributes) => cache.Of(key.Add(_metricKey).Add(attributes).Take()); // hot

    /// <summary>The series of one part of a point. Null when the door refuses it, which counts it.</summary>
    public SeriesEntry? Resolve(PointSeries point, RepeatedField<KeyValue> attributes, PointPart part, double bound, MetricKind kind) // hot
    {
        SeriesEntry? known = point.Find(part, bound);
        if (known is not null)
        {
            return known;
        }

        List<Label> labels = LabelsOf(attributes, part, bound);
        SeriesEntry? entry = door.Resolve(labels, kind, Metric.Unit, Metric.Description, Batch.Samples, samples: 1);
        if (entry is not null)
        {
            point.Keep(part, bound, entry);
        }

        return entry;
    }

    private List<Label> LabelsOf(RepeatedField<KeyValue> attributes, PointPart part, double bound)
    {
        List<Label> own = LabelSet.Of(attributes);
        for (int i = 0; i < own.Count; i++)
        {
            // As Prometheus does with a target's own labels: what tells targets or buckets apart must not be overwritten.
            if (own[i].Name == _reserved || (own[i].Name is ResourceLabels.Job or ResourceLabels.Instance && SharedHas(own[i].Name)))
            {
                own[i] = new Label("exported_" + own[i].Name, own[i].Value);
            }
        }

        // A point's own attribute is nearer to the value than the resource's of the same name.
        List<Label> labels = [.. own, .. Shared.Where(shared => !own.Has(shared.Name))];
        labels.Add(new Label(Labels.MetricName, Name + Ending(part)));
        if (part is PointPart.Bucket or PointPart.Quantile)
        {
            labels.Add(new Label(part == PointPart.Bucket ? Le : QuantileLabel, BoundText.Of(bound)));
        }

        return labels;
    }

    private bool SharedHas(string name) => Shared.Any(label => label.Name == name);

    private static string Ending(PointPart part) => part switch
    {
        PointPart.Count => "_count",
        PointPart.Sum => "_sum",
        PointPart.Min => "_min",
        PointPart.Max => "_max",
        PointPart.Bucket => "_bucket",
        _ => "",
    };
}
