using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>Bounds of one shard. Immutable.</summary>
public sealed record ShardOptions
{
    /// <summary>The detector's constants.</summary>
    public DetectorOptions Detector { get; init; } = DetectorOptions.Default;

    /// <summary>Most raw series held; samples of further ones are counted and not scored. About 600 bytes each.</summary>
    public int MaxSeries { get; init; } = 50_000;

    /// <summary>A series without samples for so long is forgotten, and learnt anew should it come back.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How often <see cref="DetectionShard.Tick"/> is called. After three missed calls silence is counted anew.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who is told each verdict of a scored series (its raw series and the ending); null, or a null answer, for nobody.</summary>
    public Func<Series, string, VerdictTap?>? TapOf { get; init; }

    /// <summary>Takes the points that stand out, once a series is judged; null for nobody.</summary>
    public AbnormalMinutes? Minutes { get; init; }
}
