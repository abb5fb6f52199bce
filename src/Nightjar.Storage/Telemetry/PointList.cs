namespace Nightjar.Storage.Telemetry;

/// <summary>Samples of one series in the order in which they were written, which is nearly always that of their times.</summary>
internal sealed class PointList
{
    private readonly List<SamplePoint> _points = [];
    private bool _ascending = true;

    public void Add(SamplePoint point)
    {
        _ascending &= _points.Count == 0 || point.TimeNs > _points[^1].TimeNs;
        _points.Add(point);
    }

    /// <summary>In ascending time; of two with one time the one added last.</summary>
    public SamplePoint[] ToSorted()
    {
        if (_ascending)
        {
            return [.. _points];
        }

        // OrderBy is stable, so the last of equal times is the one written last.
        List<SamplePoint> sorted = new(_points.Count);
        foreach (SamplePoint point in _points.OrderBy(point => point.TimeNs))
        {
            if (sorted.Count > 0 && sorted[^1].TimeNs == point.TimeNs)
            {
                sorted[^1] = point;
            }
            else
            {
                sorted.Add(point);
            }
        }

        return [.. sorted];
    }
}
