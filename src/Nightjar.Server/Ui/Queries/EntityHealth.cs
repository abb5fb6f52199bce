using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>An entity and how it is.</summary>
/// <param name="Entity">Which.</param>
/// <param name="LastSeenNs">The newest sample of it and of what runs on it; <see cref="long.MinValue"/> when none is known.</param>
/// <param name="Open">Its open anomalies, worst first.</param>
/// <param name="WorstBelow">The worst open anomaly of what runs on it; null when nothing is wrong there.</param>
/// <param name="Series">How many series it has.</param>
/// <param name="Silent">True when nothing has come in for a while.</param>
/// <param name="Ended">True when its sender has said that its series have ended, as for a process that was stopped.</param>
public sealed record EntityHealth(
    Entity Entity, long LastSeenNs, IReadOnlyList<Anomaly> Open, Anomaly? WorstBelow, int Series, bool Silent, bool Ended)
{
    /// <summary>What its status light says.</summary>
    public Health Health => Worst is not null ? Health.Abnormal : Ended ? Health.Ended : Silent ? Health.Silent : Health.Normal;

    /// <summary>The worst open anomaly of it and of what runs on it; of two alike its own.</summary>
    public Anomaly? Worst => Open is [var own, ..] && !(WorstBelow?.Severity > own.Severity) ? own : WorstBelow;

    /// <summary>How bad that is.</summary>
    public Severity? Severity => Worst?.Severity;
}
