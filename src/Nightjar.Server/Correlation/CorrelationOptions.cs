using System.ComponentModel.DataAnnotations;
using Nightjar.Core.Correlation;

namespace Nightjar.Server.Correlation;

/// <summary>When symptoms belong together (configuration section <c>correlation</c>).</summary>
public sealed class CorrelationOptions
{
    /// <summary>An anomaly that starts no later than this after another of the same host or service joins its incident.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "24:00:00")]
    public TimeSpan JoinWindow { get; set; } = CorrelationRules.Default.JoinWindow;

    /// <summary>An incident is resolved when all its anomalies have been closed for so long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "24:00:00")]
    public TimeSpan HoldTime { get; set; } = CorrelationRules.Default.HoldTime;

    /// <summary>An incident that resolved itself is reopened when one of its symptoms returns within this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan ReopenWithin { get; set; } = CorrelationRules.Default.ReopenWithin;

    /// <summary>Anomalies kept in one incident; further ones are counted.</summary>
    [Range(1, 10_000)]
    public int MaxAnomalies { get; set; } = CorrelationRules.Default.MaxAnomalies;

    /// <summary>How often open incidents are looked at for whether they are over.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromSeconds(10);

    internal CorrelationRules ToRules() => CorrelationRules.Default with
    {
        JoinWindow = JoinWindow,
        HoldTime = HoldTime,
        ReopenWithin = ReopenWithin,
        MaxAnomalies = MaxAnomalies,
    };
}
