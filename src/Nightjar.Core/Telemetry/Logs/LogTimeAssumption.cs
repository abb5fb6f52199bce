namespace Nightjar.Core.Telemetry.Logs;

/// <summary>What a time stamp leaves out. Core has no clock: who reads a log says it.</summary>
public sealed class LogTimeAssumption
{
    // A writer's clock may be ahead, and its zone may be another; a line of next month is one of last year.
    private const long FutureNs = 86_400 * Clock.NsPerSecond;

    private readonly long _latestNs;

    /// <param name="referenceNs">
    /// About when the youngest lines were written, in Unix ns: now for a live source, the time of change of a file. A stamp without a year
    /// gets the latest year that is not more than a day after it, one without a date gets its day.
    /// </param>
    /// <param name="zone">Offset from UTC of stamps that name none.</param>
    public LogTimeAssumption(long referenceNs, TimeSpan zone)
    {
        ZoneNs = zone.ToNs();
        _latestNs = referenceNs + FutureNs;
        DateTimeOffset local = Clock.ToTime(referenceNs + ZoneNs);
        Year = local.Year;
        DayNs = local.Date.Ticks == 0 ? 0 : new DateTimeOffset(local.Date, TimeSpan.Zero).ToUnixNs();
    }

    /// <summary>Offset from UTC of stamps that name none.</summary>
    internal long ZoneNs { get; }

    /// <summary>Year of the reference in that zone.</summary>
    internal int Year { get; }

    /// <summary>Midnight of the reference's day, as if it were UTC.</summary>
    internal long DayNs { get; }

    /// <summary>Whether a time lies too far behind the reference to be meant.</summary>
    internal bool IsFuture(long timeNs) => timeNs > _latestNs;
}
