using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Nightjar.Core.Correlation;

namespace Nightjar.Server.Correlation;

/// <summary>Saved incidents on their way to Diagnosis. Bounded; full means that Correlation waits. Single reader.</summary>
public sealed class IncidentFeed
{
    private const int IncidentsAhead = 1_000;

    private readonly Channel<Incident> _channel =
        Channel.CreateBounded<Incident>(new BoundedChannelOptions(IncidentsAhead) { SingleReader = true });

    public IncidentFeed(IMeterFactory meters)
    {
        Meter meter = meters.Create(SelfMeter.Name);
        meter.CreateObservableGauge("nightjar.correlation.incidents.queued", () => _channel.Reader.Count, "{incident}", "Incident records that wait for Diagnosis.");
        meter.CreateObservableGauge("nightjar.correlation.incidents.queue_limit", () => IncidentsAhead, "{incident}", "Most incident records that may wait.");
    }

    /// <summary>The records, each as saved.</summary>
    public ChannelReader<Incident> Changed => _channel.Reader;

    internal async ValueTask PublishAsync(Incident incident)
    {
        try
        {
            await _channel.Writer.WriteAsync(incident);
        }
        catch (ChannelClosedException)
        {
            // Diagnosis has stopped before us: it looks at all open incidents when it next starts.
        }
    }

    internal void Close() => _channel.Writer.TryComplete();
}
