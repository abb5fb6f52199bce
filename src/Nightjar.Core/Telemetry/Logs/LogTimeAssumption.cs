namespace Nightjar.Core.Telemetry.Logs;

/// <summary>What a time stamp leaves out. Core has no clock: who reads a log says it.</summary>
public sealed class LogTimeAssumption
{
    // A writer's clock may be ahead, and its zone may be another; a line of next month is one of last year.
    private const long FutureNs = 86_400 * Clock.NsPerSecond;

    // Of a time of day the other choice is the day before, so that the zone cannot be meant; the clock may still be ahead.
    private const long AheadNs = 3_600 * Clock.NsPerSecond;

    private readonly long _referenceNs;

    /// <param name="referenceNs">
    /// About when the youngest lines were written, in Unix ns: now for a live source, the time of change of a file. A stamp without a year
    /// gets the latest year that is not more than a day after it, one without a date the latest day that is not more than an hour after it, of its own and the day before.
    /// </param>
    /// <param name="zone">Offset from UTC of stamps that name none.</param>
    public LogTimeAssumption(long referenceNs, TimeSpan zone)
    {
        ZoneNs = zone.ToNs();
        _referenceNs = referenceNs;
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
    internal bool IsFuture(long timeNs) => timeNs > _referenceNs + FutureNs;

    /// <summary>Whether a time of the reference's day lies so far behind the reference that the day before is meant.</summary>
    internal bool IsOfDayBefore(long timeNs) => timeNs > _referenceNs + AheadNs;
}
