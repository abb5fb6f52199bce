using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>The values of some series at one time.</summary>
/// <param name="TimeNs">When.</param>
/// <param name="Values">One a series, in their order; null where it has no sample then.</param>
public sealed record ValueRow(long TimeNs, double?[] Values)
{
    /// <summary>Every time at which one of them has a sample, newest first.</summary>
    public static IList<ValueRow> Of(IReadOnlyList<SeriesChart> charts)
    {
        SortedDictionary<long, double?[]> rows = new(Comparer<long>.Create((one, other) => other.CompareTo(one)));
        for (int i = 0; i < charts.Count; i++)
        {
            foreach (SamplePoint sample in charts[i].Samples)
            {
                if (!rows.TryGetValue(sample.TimeNs, out double?[]? values))
                {
                    rows[sample.TimeNs] = values = new double?[charts.Count];
                }

                values[i] = sample.Value;
            }
        }

        return [.. rows.Select(row => new ValueRow(row.Key, row.Value))];
    }
}
