using System.Text;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion;

/// <summary>Turns labels from any protocol into a series of the catalog, or says why not. Cold: once a new series, not once a sample.</summary>
public sealed class SeriesDoor(TelemetryStore store, IOptions<IngestionOptions> options)
{
    /// <summary>
    /// The entry of a series, or null with the refusal counted for <paramref name="samples"/> samples. The caller may cache the
    /// entry until <see cref="SeriesEntry.Dropped"/>.
    /// </summary>
    public SeriesEntry? Resolve(IReadOnlyCollection<Label> labels, MetricKind kind, string unit, string help, SampleBatch batch, int samples)
    {
        IngestionOptions limits = options.Value;
        Refusals refusals = batch.Refusals;
        if (labels.Count > limits.MaxLabels)
        {
            refusals.Add(RefusalReason.TooManyLabels, samples, () =>
                $"a series has {labels.Count} labels, the limit is {limits.MaxLabels}: drop some at the sender, or raise ingestion.maxLabels");
            return null;
        }

        foreach (Label label in labels)
        {
            int bytes = Math.Max(Encoding.UTF8.GetByteCount(label.Name), Encoding.UTF8.GetByteCount(label.Value));
            if (bytes > limits.MaxLabelBytes)
            {
                refusals.Add(RefusalReason.LabelTooLong, samples, () =>
                    $"label {Shorten(label.Name)} has {bytes} bytes, the limit is {limits.MaxLabelBytes}: shorten it at the sender, or raise ingestion.maxLabelBytes");
                return null;
            }
        }

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
        SeriesEntry? entry = store.Catalog.GetOrAdd(new Series(canonical, known, unit, help), batch.Source, out string? refusal);
        if (entry is null)
        {
            refusals.Add(RefusalReason.SeriesLimit, samples, () => refusal!); // set whenever the entry is null
        }

        return entry;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
