using Nightjar.Core.Detection;

namespace Nightjar.Server.Ui.Queries;

/// <summary>The two orders of a list of anomalies.</summary>
public static class AnomalyOrder
{
    /// <summary>Those first of which their series has one in the most samples; of equally rare ones the worst, then the newest.</summary>
    public static IEnumerable<Anomaly> Rarest(IEnumerable<Anomaly> anomalies) => anomalies
        .OrderByDescending(Surprise).ThenByDescending(anomaly => anomaly.Severity).ThenByDescending(anomaly => anomaly.StartNs);

    /// <summary>Those first that began last.</summary>
    public static IEnumerable<Anomaly> Newest(IEnumerable<Anomaly> anomalies) => anomalies.OrderByDescending(anomaly => anomaly.StartNs);

    // Of more samples than were seen nothing is known; of a silence it is not known either.
    private static double Surprise(Anomaly anomaly) => Math.Min(anomaly.ReturnSamples, anomaly.LearntSamples);
}
