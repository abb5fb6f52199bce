using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>One source's samples, and which point each belongs to: OTLP is answered in points.</summary>
internal sealed class PointBatch(string source, long request) : IDisposable
{
    // A sample from before the point, which no sender sent: if the door refuses it, no point is lost.
    private const int NoPoint = -1;

    // A series seen for the first time gets its zero only when it started just now. A process that ran for days before would show
    // all it ever counted as one step. Ten minutes are longer than any usual export interval.
    private static readonly long FirstSightNs = TimeSpan.FromMinutes(10).ToNs();

    private readonly List<int> _pointOfSample = [];
    private int _point = NoPoint;
    private long _rejected;

    /// <summary>For the door.</summary>
    public SampleBatch Samples { get; } = new(source);

    /// <summary>A sample of the point before belongs to it no more.</summary>
    public void BeginPoint() => _point++;

    /// <summary>Adds a sample of the present point.</summary>
    public void Add(SeriesEntry entry, long timeNs, double value) // hot
    {
        Samples.Add(entry, timeNs, value);
        _pointOfSample.Add(_point);
    }

    /// <summary>Adds a sample that is known though it was not sent.</summary>
    public void AddBefore(SeriesEntry entry, long timeNs, double value)
    {
        Samples.Add(entry, timeNs, value);
        _pointOfSample.Add(NoPoint);
    }

    /// <summary>
    /// As Prometheus does with created timestamps: a series that started after its newest sample gets a zero at its start, so that a
    /// restart is seen even when the new count has overtaken the old one, and the first count of a new series is an increase.
    /// </summary>
    public void AddZeroes(PointSeries point, ReadOnlySpan<SeriesEntry> entries, long startNs, long timeNs) // hot
    {
        if (startNs <= 0 || startNs >= timeNs || point.ZeroedBy == request)
        {
            return;
        }

        foreach (SeriesEntry entry in entries)
        {
            bool starts = entry.LastTimeNs == long.MinValue ? startNs >= timeNs - FirstSightNs : startNs > entry.LastTimeNs;
            if (starts)
            {
                AddBefore(entry, startNs, 0);
                point.ZeroedBy = request;
            }
        }
    }

    /// <summary>Refuses the present point whole.</summary>
    public void Reject(RefusalReason reason, Func<string> sentence)
    {
        Samples.Refusals.Add(reason, 1, sentence);
        _rejected++;
    }

    /// <summary>Refuses the present point whole, for a reason already counted.</summary>
    public void Reject() => _rejected++;

    /// <summary>Points refused here, and after the answer of the door those of which it refused a sample.</summary>
    public long CountRejected()
    {
        long rejected = _rejected;
        int before = NoPoint;
        foreach (int place in Samples.RefusedAt)
        {
            int point = _pointOfSample[place];
            if (point != before && point != NoPoint)
            {
                rejected++;
                before = point;
            }
        }

        return rejected;
    }

    public void Dispose() => Samples.Dispose();
}
