using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>An entity and how it is.</summary>
/// <param name="Entity">Which.</param>
/// <param name="LastSeenNs">Its newest sample; <see cref="long.MinValue"/> when none is known.</param>
/// <param name="Open">Its open anomalies, worst first.</param>
/// <param name="Series">How many series it has.</param>
/// <param name="Silent">True when nothing has come in for a while.</param>
public sealed record EntityHealth(Entity Entity, long LastSeenNs, IReadOnlyList<Anomaly> Open, int Series, bool Silent)
{
    /// <summary>What its status light says.</summary>
    public Health Health => Open.Count > 0 ? Health.Abnormal : Silent ? Health.Silent : Health.Normal;

    /// <summary>The worst of its open anomalies.</summary>
    public Severity? Severity => Open.Count > 0 ? Open[0].Severity : null;
}
