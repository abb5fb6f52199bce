using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.EndToEnd.Tests.Results;

/// <summary>A series of 50 minutes that is well until shortly before now, and then not.</summary>
internal sealed class Fault(RunningServer server)
{
    /// <summary>Samples before the fault, and in it.</summary>
    public const int Samples = 200;
    private const int FaultFrom = 190;
    private const int CalmSamples = 12;
    private const int StepSeconds = 15;

    private readonly long _endNs = (TimeProvider.System.NowNs() / Clock.NsPerSecond * Clock.NsPerSecond) - (60 * Clock.NsPerSecond);

    /// <summary>The series.</summary>
    public static Labels Series { get; } = Labels.Create(new Label(Labels.MetricName, "queue_length"), new Label("instance", "one"));

    /// <summary>The first abnormal sample.</summary>
    public DateTimeOffset BeginsAt => Clock.ToTime(TimeNs(FaultFrom));

    /// <summary>The last calm sample.</summary>
    public DateTimeOffset EndsAt => Clock.ToTime(TimeNs(Samples + CalmSamples - 1));

    /// <summary>The time of a sample, ns since 1970.</summary>
    public long TimeNs(int sample) => _endNs - ((Samples - 1 - sample) * StepSeconds * Clock.NsPerSecond);

    /// <summary>Sends the well part and the fault.</summary>
    public Task BeginAsync() => SendAsync(0, Samples);

    /// <summary>Sends calm samples after it.</summary>
    public Task EndAsync() => SendAsync(Samples, Samples + CalmSamples);

    /// <summary>Sends some of the samples.</summary>
    public async Task SendAsync(int from, int to)
    {
        using SampleBatch batch = new("test");
        SeriesEntry entry = server.Service<SeriesDoor>().Resolve(Series, MetricKind.Gauge, "", "", batch, to - from)
            ?? throw new InvalidOperationException(batch.Refusals.ToString());
        for (int i = from; i < to; i++)
        {
            batch.Add(entry, TimeNs(i), i is >= FaultFrom and < Samples ? 900 : 100 + (i * 7 % 13));
        }

        Assert.Equal(WriteOutcome.Durable, await server.Service<FrontDoor>().WriteAsync(batch, TestContext.Current.CancellationToken));
        Assert.Equal(0, batch.Refusals.Total);
    }
}
