using Microsoft.Extensions.Options;
using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Diagnosis;

/// <summary>Reads what the processes of a host took before and since the onset of its incident.</summary>
internal sealed class ProcessReader(SeriesReader reader, TelemetryStore store, IOptions<DiagnosisOptions> options)
{
    // A hundredth of a core, and 64 MiB: less is what any process takes now and then.
    private const double CpuFloor = 0.01;
    private const double MemoryFloor = 64 << 20;

    private static readonly string[] Beginnings = ["process_cpu_utilization", "process_cpu_time", "process_memory"];

    /// <summary>Those that rose; empty for an entity that has no process series. One query of the store.</summary>
    public IReadOnlyList<ProcessRise> Rises(Incident incident, long nowNs, CancellationToken cancellation)
    {
        List<Labels> processes = [.. SeriesOf(incident.Entity).Take(options.Value.MaxProcessSeries)];
        if (processes.Count == 0)
        {
            return [];
        }

        TimeRange range = new(incident.StartNs - options.Value.ProcessLookBack.ToNs(), Math.Max(nowNs, incident.StartNs));
        IReadOnlyDictionary<SeriesId, SamplePoint[]> samples = reader.Read(processes, range, cancellation);
        int rounds = samples.Values.SelectMany(points => points).Select(point => point.TimeNs).Where(timeNs => timeNs < incident.StartNs).Distinct().Count();
        return
        [
            .. processes.Where(series => samples.ContainsKey(series.Id))
                .Select(series => RiseOf(series, samples[series.Id], incident.StartNs, rounds))
                .OfType<ProcessRise>(),
        ];
    }

    private ProcessRise? RiseOf(Labels series, SamplePoint[] points, long onsetNs, int rounds)
    {
        bool memory = series.Name.StartsWith("process_memory", StringComparison.Ordinal);
        string unit = store.Catalog.TryGet(series.Id, out SeriesEntry entry) ? entry.Series.Unit : memory ? "By" : "1";
        bool ratio = unit == "1" || series.Name.Contains("utilization", StringComparison.Ordinal);
        double[] before = [.. points.Where(point => point.TimeNs < onsetNs && double.IsFinite(point.Value)).Select(point => point.Value)];
        (long, double)[] since = [.. points.Where(point => point.TimeNs >= onsetNs && double.IsFinite(point.Value)).Select(point => (point.TimeNs, point.Value))];
        return ProcessRises.Of(series, unit, before, rounds, since, memory && !ratio ? MemoryFloor : CpuFloor);
    }

    private IEnumerable<Labels> SeriesOf(EntityId root)
    {
        IEnumerable<string> names = reader.Names().Where(name =>
            Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)));
        return names.Where(IsScored).SelectMany(name => reader.Matching(name, labels => IsProcessOf(labels, root)))
            .OrderBy(labels => labels.Id.Value);
    }

    /// <summary>A counter's own value only grows; its rate says what is taken.</summary>
    private bool IsScored(string name) => !store.Catalog.OfName(name).Any(entry => entry.Series.Kind.HasRate());

    private static bool IsProcessOf(Labels labels, EntityId root)
    {
        System.Collections.Immutable.ImmutableArray<Entity> chain = EntityRules.Of(labels);
        return chain[0].Kind == EntityKind.Process && chain[^1].Id == root;
    }
}
