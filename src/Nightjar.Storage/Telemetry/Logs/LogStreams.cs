using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>The streams and services known. Thread-safe.</summary>
/// <param name="maxStreams">Streams beyond it are not told apart: their lines are those of one, <see cref="OtherStreams"/>.</param>
/// <param name="maxServices">Services beyond it share the patterns of one, <see cref="OtherServices"/>.</param>
public sealed class LogStreams(int maxStreams, int maxServices)
{
    /// <summary>The name that services beyond the bound go by.</summary>
    public const string OtherServices = "other services";

    /// <summary>What the stream beyond the bound is called, in its label <c>filename</c>.</summary>
    public const string OtherStreams = "other streams";

    private readonly ConcurrentDictionary<Labels, LogStream> _streams = new();
    private readonly Dictionary<int, LogStream> _byId = [];
    private readonly Dictionary<string, LogService> _services = new(StringComparer.Ordinal);
    private readonly Queue<LogStream> _notYetDurable = new();
    private readonly Queue<LogStream> _new = new();
    private readonly Lock _gate = new();
    private int _lastStream;
    private int _lastService;

    /// <summary>Streams known.</summary>
    public int Count => _streams.Count;

    /// <summary>All streams.</summary>
    public IReadOnlyList<LogStream> All => [.. _streams.Values];

    /// <summary>All services.</summary>
    public IReadOnlyList<LogService> Services
    {
        get
        {
            lock (_gate)
            {
                return [.. _services.Values];
            }
        }
    }

    /// <summary>The stream of some labels, made when there is none; the one of all others when there are too many.</summary>
    /// <param name="labels">Without <c>__name__</c>.</param>
    /// <param name="service">Its program: see <see cref="LogService"/>.</param>
    /// <param name="source">Who brings it.</param>
    public LogStream GetOrAdd(Labels labels, string service, string source)
    {
        if (_streams.TryGetValue(labels, out LogStream? known))
        {
            return known;
        }

        lock (_gate)
        {
            if (_streams.TryGetValue(labels, out known))
            {
                return known;
            }

            if (_streams.Count >= maxStreams)
            {
                (labels, service, source) = (Labels.Create(new Label("filename", OtherStreams)), OtherServices, OtherStreams);
                if (_streams.TryGetValue(labels, out known))
                {
                    return known;
                }
            }

            LogStream added = new(++_lastStream, labels, Service(service), source);
            _notYetDurable.Enqueue(added);
            Put(added);
            return added;
        }
    }

    /// <summary>A stream by its id; null for one that is not known.</summary>
    public LogStream? Find(int id)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>The next stream that nobody has taken from here yet.</summary>
    public bool TryTakeNew([NotNullWhen(true)] out LogStream? stream)
    {
        lock (_gate)
        {
            return _new.TryDequeue(out stream);
        }
    }

    internal List<LogStream> TakeNotYetDurable()
    {
        lock (_gate)
        {
            List<LogStream> taken = [.. _notYetDurable];
            _notYetDurable.Clear();
            return taken;
        }
    }

    internal void PutBack(List<LogStream> streams)
    {
        lock (_gate)
        {
            streams.ForEach(_notYetDurable.Enqueue);
        }
    }

    /// <summary>Takes in a stream that stands in the store.</summary>
    internal void Restore(int id, Labels labels, int service, string serviceName, string source)
    {
        lock (_gate)
        {
            LogService known = _services.GetValueOrDefault(serviceName) ?? new LogService(service, serviceName);
            _services[serviceName] = known;
            (_lastStream, _lastService) = (Math.Max(_lastStream, id), Math.Max(_lastService, service));
            Put(new LogStream(id, labels, known, source));
        }
    }

    private void Put(LogStream stream)
    {
        _byId[stream.Id] = stream;
        _new.Enqueue(stream);
        _streams[stream.Labels] = stream;
    }

    private LogService Service(string name)
    {
        if (!_services.TryGetValue(name, out LogService? service))
        {
            string told = _services.Count < maxServices - 1 ? name : OtherServices;
            service = _services.GetValueOrDefault(told) ?? new LogService(++_lastService, told);
            _services[told] = service;
        }

        return service;
    }
}
