namespace Nightjar.Core.Telemetry;

/// <summary>A derived metric's name, taken apart.</summary>
/// <param name="Base">What stands before the ending: a counter's name, or a histogram's without <c>_bucket</c>.</param>
/// <param name="Ending">One of <see cref="DerivedName"/>'s constants.</param>
public readonly record struct DerivedMetric(string Base, string Ending)
{
    /// <summary>The raw counter it may come from; null for a quantile, which only a histogram has.</summary>
    public string? CounterName => Ending == DerivedName.Rate ? Base : null;

    /// <summary>The raw buckets it may come from.</summary>
    public string BucketName => Base + DerivedSeries.BucketSuffix;

    /// <summary>Takes a name apart. False when it has no ending of a derived series or nothing before it.</summary>
    public static bool TryParse(string name, out DerivedMetric metric)
    {
        foreach (string ending in DerivedSeries.HistogramEndings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
            {
                metric = new DerivedMetric(name[..^ending.Length], ending);
                return true;
            }
        }

        metric = default;
        return false;
    }
}
