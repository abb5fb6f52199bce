namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>What a remote write request held that could be read.</summary>
internal sealed class RemoteWriteContent
{
    // Where in the batch the series of each native histogram stand.
    private List<(int Start, int End)>? _histograms;

    /// <summary>Samples of float series put into the batch.</summary>
    public int Samples { get; set; }

    /// <summary>Native histograms put into the batch.</summary>
    public int Histograms => _histograms?.Count ?? 0;

    /// <summary>Exemplars passed over.</summary>
    public int Exemplars { get; set; }

    /// <summary>The batch's samples from <paramref name="start"/> up to <paramref name="end"/> are one histogram.</summary>
    public void AddHistogram(int start, int end) => (_histograms ??= []).Add((start, end));

    /// <summary>What of it is kept, once the door has answered: version 2.0 tells the sender.</summary>
    public (int Samples, int Histograms) Written(SampleBatch batch)
    {
        if (batch.RefusedAt.Count == 0)
        {
            return (Samples, Histograms);
        }

        List<(int Start, int End)> histograms = _histograms ?? [];
        int samples = Samples;
        HashSet<int> broken = [];
        int next = 0;
        foreach (int index in batch.RefusedAt)
        {
            while (next < histograms.Count && histograms[next].End <= index)
            {
                next++;
            }

            if (next < histograms.Count && histograms[next].Start <= index)
            {
                broken.Add(next);
            }
            else
            {
                samples--;
            }
        }

        return (samples, Histograms - broken.Count);
    }
}
