using System.Text;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion;

/// <summary>Turns labels from any protocol into a series of the catalog, or says why not. Cold: once a new series, not once a sample.</summary>
public sealed class SeriesDoor
{
    // Enough of a name to find it by.
    private const int ShownBytes = 41;

    private readonly SeriesCatalog _catalog;

    public SeriesDoor(TelemetryStore store, IOptions<IngestionOptions> options)
        : this(store.Catalog, options.Value)
    {
    }

    internal SeriesDoor(SeriesCatalog catalog, IngestionOptions limits)
    {
        _catalog = catalog;
        MaxLabels = limits.MaxLabels;
        MaxLabelBytes = limits.MaxLabelBytes;
    }

    /// <summary>Most labels of a series.</summary>
    public int MaxLabels { get; }

    /// <summary>Longest label name or value, bytes of UTF-8.</summary>
    public int MaxLabelBytes { get; }

    /// <summary>
    /// The entry of a series, or null with the refusal counted for <paramref name="samples"/> samples. The caller may cache the
    /// entry until <see cref="SeriesEntry.Dropped"/>.
    /// </summary>
    public SeriesEntry? Resolve(IReadOnlyCollection<Label> labels, MetricKind kind, string unit, string help, SampleBatch batch, int samples)
    {
        if (!Admits(labels.Count, batch, samples))
        {
            return null;
        }

        foreach (Label label in labels)
        {
            int bytes = Math.Max(Encoding.UTF8.GetByteCount(label.Name), Encoding.UTF8.GetByteCount(label.Value));
            if (bytes > MaxLabelBytes)
            {
                RefuseLength(label.Name, bytes, batch, samples);
                return null;
            }
        }

        Refusals refusals = batch.Refusals;
        if (!Labels.TryCreate(labels, out Labels canonical))
        {
            refusals.Add(RefusalReason.BadLabel, samples, () => "a label name is empty or occurs twice in one series: mend the sender's labels");
            return null;
        }

        if (canonical.Name.Length == 0)
        {
            refusals.Add(RefusalReason.NoName, samples, () => "a series has no __name__: every series needs a metric name");
            return null;
        }

        MetricKind known = kind == MetricKind.Unknown ? MetricKinds.FromName(canonical) : kind;
        SeriesEntry? entry = _catalog.GetOrAdd(new Series(canonical, known, unit, help), batch.Source, out string? refusal);
        if (entry is null)
        {
            refusals.Add(RefusalReason.SeriesLimit, samples, () => refusal!); // set whenever the entry is null
        }

        return entry;
    }

    /// <summary>True when a series may have so many labels; else the refusal is counted. For a parser, before it makes strings of them.</summary>
    internal bool Admits(int labels, SampleBatch batch, int samples)
    {
        if (labels <= MaxLabels)
        {
            return true;
        }

        batch.Refusals.Add(RefusalReason.TooManyLabels, samples, () =>
            $"a series has over {MaxLabels} labels: drop some at the sender, or raise ingestion.maxLabels");
        return false;
    }

    /// <summary>True when a label may be so long; else the refusal is counted. For a parser, before it makes strings of it.</summary>
    internal bool Admits(ReadOnlySpan<byte> name, int valueBytes, SampleBatch batch, int samples)
    {
        if (name.Length <= MaxLabelBytes && valueBytes <= MaxLabelBytes)
        {
            return true;
        }

        RefuseLength(Encoding.UTF8.GetString(name[..Math.Min(name.Length, ShownBytes)]), Math.Max(name.Length, valueBytes), batch, samples);
        return false;
    }

    private void RefuseLength(string name, int bytes, SampleBatch batch, int samples) =>
        batch.Refusals.Add(RefusalReason.LabelTooLong, samples, () =>
            $"label {Shorten(name)} has {bytes} bytes, the limit is {MaxLabelBytes}: shorten it at the sender, or raise ingestion.maxLabelBytes");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
