namespace Nightjar.Core.Detection;

/// <summary>The constants of the detector; one set for all series. Immutable.</summary>
public sealed record DetectorOptions
{
    /// <summary>The defaults.</summary>
    public static DetectorOptions Default { get; } = new();

    /// <summary>Samples that a series is watched before it is judged. 60 at 10 s are ten minutes.</summary>
    public int WarmUpSamples { get; init; } = 60;

    /// <summary>Time that a series is watched before it is judged, however fast it is sampled.</summary>
    public TimeSpan WarmUpTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A series that stays outside its range this long has a new level, which is then taken over at once.</summary>
    public TimeSpan RelearnAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A series with a steady rhythm is silent after so many missed samples,</summary>
    public int SilentIntervals { get; init; } = 5;

    /// <summary>but never before this time.</summary>
    public TimeSpan SilentTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>By whose clocks days and weeks begin.</summary>
    public LocalTime Zone { get; init; } = LocalTime.Utc;
}
