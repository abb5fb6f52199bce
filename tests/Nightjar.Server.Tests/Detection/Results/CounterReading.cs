using System.Diagnostics.Metrics;

namespace Nightjar.Server.Tests.Detection.Results;

/// <summary>Adds up one counter of one meter factory.</summary>
internal sealed class CounterReading : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sum;

    public CounterReading(IMeterFactory meters, string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sum, value));
        _listener.Start();
    }

    public long Sum => Interlocked.Read(ref _sum);

    public void Dispose() => _listener.Dispose();
}
