using Nightjar.Core.Correlation;
using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Tests.Detection;
using Nightjar.Storage.State;

namespace Nightjar.Server.Tests.Diagnosis;

public sealed class ProcessSuspectTests : IDisposable
{
    private const int Rounds = 120;
    private const int FaultFrom = 100;

    private static readonly Series Busy = Of("system_cpu_busy_ratio");
    private static readonly Series Usual = Of("process_cpu_utilization_ratio", new Label("process_executable_name", "database"));
    private static readonly Series Culprit = Of("process_cpu_utilization_ratio", new Label("process_executable_name", "burner"));

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-diagnose-").FullName;
    private readonly long _startNs = (TimeProvider.System.NowNs() / Clock.NsPerSecond * Clock.NsPerSecond) - (Rounds * 10 * Clock.NsPerSecond);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Findings_ProcessThatAppearedWithTheFault_NameItFirst()
    {
        await using Estate estate = await Estate.StartAsync(_directory);
        await estate.SendAsync(Samples());
        StateStore state = estate.Service<StateStore>();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Incident incident = await Estate.UntilAsync(
            async () => await state.IncidentsAsync(new IncidentFilter(), cancellation) is [Incident first, ..] ? first : null, "an incident");
        Findings findings = await Estate.UntilAsync(() => state.FindingsAsync(incident.Id, cancellation), "findings");

        Assert.StartsWith("CPU of web-1 at 9", incident.Title, StringComparison.Ordinal);
        Assert.Equal(EntityKind.Host, EntityRules.RootOf(Busy.Labels).Kind);
        Suspect burner = findings.Suspects[0];
        Assert.Equal(EntityRules.Of(Culprit.Labels)[0].Id, burner.Entity);
        Assert.Equal(0, burner.Evidence[0].Expected);
        Assert.InRange(burner.Evidence[0].Observed, 0.9, 1);
        Assert.Equal(_startNs + (FaultFrom * 10 * Clock.NsPerSecond), burner.Evidence[0].SinceNs);
        Assert.DoesNotContain(findings.Suspects, suspect => suspect.Entity == EntityRules.Of(Usual.Labels)[0].Id);
    }

    private static Series Of(string name, params Label[] more) =>
        new(Labels.Create(more.Append(new Label("__name__", name)).Append(new Label("host_name", "web-1"))), MetricKind.Gauge, "1");

    private IEnumerable<(Series Series, long TimeNs, double Value)> Samples()
    {
        for (int round = 0; round < Rounds; round++)
        {
            long timeNs = _startNs + (round * 10 * Clock.NsPerSecond);
            double usual = 0.02 + (0.001 * (round % 5));
            bool fault = round >= FaultFrom;
            yield return (Busy, timeNs, usual + (fault ? 0.95 : 0.01));
            yield return (Usual, timeNs, usual);
            if (fault)
            {
                yield return (Culprit, timeNs, 0.95);
            }
        }
    }
}
