using Nightjar.Core;
using Nightjar.Core.Correlation;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Tests.State;

/// <summary>Records with every field set to something that is not its default.</summary>
internal static class Records
{
    public static readonly Labels Series = Labels.Create(new Label("__name__", "node_load1:rate"), new Label("path", "/a\"b\\\n€"));

    public static Anomaly Anomaly(string id, long startNs = 1_000, long? endNs = null, string entity = "host/web-1", Labels? series = null) => new()
    {
        Id = id,
        Series = series ?? Series,
        Unit = "By/s",
        Entity = new EntityId(entity),
        Kind = AnomalyKind.Silence,
        Direction = AnomalyDirection.Down,
        StartNs = startNs,
        LastNs = startNs + 500,
        EndNs = endNs,
        Score = 7.123456789012345,
        Observed = double.PositiveInfinity,
        Expected = double.NaN,
        Lower = -1e-300,
        Upper = 1e300,
        LearntSamples = long.MaxValue,
        Severity = Severity.High,
    };

    public static Incident Incident(
        string id, long startNs = 1_000, long? resolvedNs = null, string entity = "host/web-1", IncidentState state = IncidentState.Acknowledged) => new()
        {
            Id = id,
            Title = "CPU of web-1 is far above what is expected",
            Entity = new EntityId(entity),
            State = state,
            Severity = Severity.Critical,
            StartNs = startNs,
            OpenedNs = startNs + 30,
            ResolvedNs = resolvedNs,
            Anomalies = [Anomaly("a1"), Anomaly("a2", endNs: 2_000)],
            DroppedAnomalies = 3,
            Timeline = [new TimelineEntry(startNs, "opened", "a1"), new TimelineEntry(startNs + 1, "seen by somebody", null)],
        };

    public static Findings Findings(string incidentId) => new(
        incidentId,
        1_234,
        [new Suspect(new EntityId("process/web-1/java"), 9.5, [new Evidence(Series, "By", 2, 1, 0.5, 1.5, 9.5, 900, "a1"), new Evidence(Series, "", 2, 1, 0, 1, 3, 900, null)])]);

    public static SavedRule Rule(string id) => new()
    {
        Id = id,
        Match = "{__name__=\"x\"}",
        Settings = new RuleSettings { Sensitivity = 0.5, Direction = RuleDirection.Up, MinChange = 3, Lower = -1, Upper = 1e300, Calendar = "night", Mode = RuleMode.Always },
        CreatedNs = 77,
        By = "Ada",
    };

    public static Feedback Feedback(string anomalyId) => new()
    {
        AnomalyId = anomalyId,
        Series = Series,
        EntityKind = EntityKind.Disk,
        Word = FeedbackWord.WellCaught,
        Times = 1.5,
        TimeNs = 88,
        By = "Ada",
    };

    public static Entity Entity(string id) => new(new EntityId(id), EntityKind.Disk, "sda", new EntityId("host/web-1"));
}
