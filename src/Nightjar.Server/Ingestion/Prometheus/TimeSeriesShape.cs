namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>What a first look at a TimeSeries message finds, before its labels are known.</summary>
internal struct TimeSeriesShape(uint histogramTag, uint exemplarTag)
{
    /// <summary>The tag of a histogram; the versions differ.</summary>
    public readonly uint HistogramTag => histogramTag;

    /// <summary>Samples in it.</summary>
    public int Samples { get; private set; }

    /// <summary>Native histograms in it.</summary>
    public int Histograms { get; private set; }

    /// <summary>Exemplars in it.</summary>
    public int Exemplars { get; private set; }

    /// <summary>True when the message ends before its fields do.</summary>
    public bool Broken { get; set; }

    /// <summary>Counts a field.</summary>
    public void Count(uint tag) // hot
    {
        if (tag == TimeSeriesReader.SampleTag)
        {
            Samples++;
        }
        else if (tag == histogramTag)
        {
            Histograms++;
        }
        else if (tag == exemplarTag)
        {
            Exemplars++;
        }
    }
}
