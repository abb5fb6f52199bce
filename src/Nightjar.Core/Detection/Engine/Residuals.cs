namespace Nightjar.Core.Detection.Engine;

/// <summary>One figure for each residual of the <see cref="AnomalyEngine"/>: its evidence (−log10 p, at least 0) or its weight.</summary>
/// <param name="Level">Distance from the long level.</param>
/// <param name="Step">Distance from the sample before.</param>
/// <param name="Fast">Distance from the mean of the newest samples.</param>
/// <param name="Season">Distance from what is usual at this time of day and week.</param>
/// <param name="Slow">Distance of a slow mean from the long level: drift and shift.</param>
/// <param name="Volatility">Ratio of the newest steps to the usual ones.</param>
/// <param name="Lags">What the samples before did not predict.</param>
/// <param name="Transition">A step between heights that do not follow each other.</param>
/// <param name="SeasonMean">Mean of the newest season residuals: a break of the season.</param>
/// <param name="Range">How far beyond everything seen so far.</param>
public readonly record struct Residuals(
    double Level,
    double Step,
    double Fast,
    double Season,
    double Slow,
    double Volatility,
    double Lags,
    double Transition,
    double SeasonMean,
    double Range)
{
    /// <summary>Weights for points: only residuals that answer within the sample; slow ones would mark what comes after a fault.</summary>
    public static readonly Residuals Point = new(0, 0.3, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0, 0);

    /// <summary>Weights for events: drift, season and range count most, as they are right most often; level and steps least.</summary>
    public static readonly Residuals Event = new(0.5, 0.2, 0.5, 1, 1, 0, 0.3, 0.3, 1, 0.7);

    /// <summary>The two that weigh most in an event, in words: "level and time of day"; empty when none says anything.</summary>
    /// <param name="daySeen">False on a series' first day: a time of day has then only been seen in the minutes just before.</param>
    public string Reasons(bool daySeen)
    {
        (double Weight, string Words)[] ranked =
        [
            (Level * Event.Level, "level"),
            (Step * Event.Step, "jump"),
            (Fast * Event.Fast, "distance from the last minutes"),
            (Season * Event.Season, daySeen ? "time of day" : "distance from the last quarter of an hour"),
            (Slow * Event.Slow, "drift"),
            (Volatility * Event.Volatility, "unrest"),
            (Lags * Event.Lags, "rhythm"),
            (Transition * Event.Transition, "unusual step"),
            (SeasonMean * Event.SeasonMean, daySeen ? "break of the daily pattern" : "time outside the last quarter of an hour"),
            (Range * Event.Range, "new extreme"),
        ];
        return string.Join(" and ", ranked.Where(one => one.Weight > 0).OrderByDescending(one => one.Weight).Take(2).Select(one => one.Words));
    }

    /// <summary>Sum of the products.</summary>
    public double Dot(in Residuals other) =>
        (Level * other.Level) + (Step * other.Step) + (Fast * other.Fast) + (Season * other.Season) + (Slow * other.Slow)
        + (Volatility * other.Volatility) + (Lags * other.Lags) + (Transition * other.Transition)
        + (SeasonMean * other.SeasonMean) + (Range * other.Range);
}
