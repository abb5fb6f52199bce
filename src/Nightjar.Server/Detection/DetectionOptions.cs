using System.ComponentModel.DataAnnotations;
using Nightjar.Core.Detection;
using Nightjar.Server.Detection.Rules;

namespace Nightjar.Server.Detection;

/// <summary>Bounds and rhythms of Detection (configuration section <c>detection</c>).</summary>
public sealed class DetectionOptions : IValidatableObject
{
    /// <summary>Into how many shards the series are cut. Fixed: a snapshot belongs to a shard.</summary>
    public const int Shards = 64;

    private DetectorOptions? _detector;

    /// <summary>Samples that a series is watched before it is judged.</summary>
    [Range(20, 100_000)]
    public int WarmUpSamples { get; set; } = 60;

    /// <summary>The IANA zone by whose clocks days and weeks begin; empty for the machine's own.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>Most raw series scored. A shard takes up to four times its even share; samples beyond are kept, counted and not scored.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxSeries { get; set; } = 1_000_000;

    /// <summary>What is learnt of a series without samples for so long is forgotten.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often silence is looked for and the learning state counted.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>In which time all shards are saved once, one after the other.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "24:00:00")]
    public TimeSpan SnapshotInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back stored samples are scored again at most, where a shard's snapshot is old or missing.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ReplayLimit { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Anomalies for nothing that people are to be told of, per 1,000 judged series and quiet day; 0 tells them all.</summary>
    [Range(0, 1_000)]
    public double Budget { get; set; } = 1;

    /// <summary>Anomaly records that may wait to be saved; when they are that many, Detection waits.</summary>
    [Range(100, 10_000_000)]
    public int QueuedAnomalies { get; set; } = 10_000;

    /// <summary>Abnormal minutes of series that may wait to be saved, which is done with each tick; what comes beyond it is dropped and counted.</summary>
    [Range(1_000, 10_000_000)]
    public int QueuedAbnormalMinutes { get; set; } = 200_000;

    /// <summary>Calendars of scheduled events that rules may name.</summary>
    public IList<CalendarOptions> Calendars { get; } = [];

    /// <summary>How some series are to be judged; of each setting the last rule that fits counts.</summary>
    public IList<RuleOptions> Rules { get; } = [];

    /// <summary>The constants of the detectors; made once, as the changes of a zone are looked up.</summary>
    internal DetectorOptions Detector => _detector ??= DetectorOptions.Default with { WarmUpSamples = WarmUpSamples, Zone = ZoneOf(TimeZone) };

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult($"is '{TimeZone}', which this machine does not know: give a zone such as Europe/Berlin or UTC", ["timeZone"]);
        }
    }

    /// <summary>The clocks of a zone that <see cref="Validate"/> has let pass.</summary>
    public static LocalTime ZoneOf(string timeZone) => new(timeZone.Length > 0 ? TimeZoneInfo.FindSystemTimeZoneById(timeZone) : TimeZoneInfo.Local);
}
