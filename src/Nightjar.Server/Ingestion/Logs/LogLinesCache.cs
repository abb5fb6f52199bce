using System.Collections.Concurrent;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs;

/// <summary>What is learnt of the sources that send by requests: the layout of their lines. Bounded; thread-safe.</summary>
public sealed class LogLinesCache(LogStore store)
{
    // Some 20 kB each. Beyond it all is learnt anew, which takes a hundred lines of each.
    private const int MostSources = 10_000;

    private readonly ConcurrentDictionary<(string Source, Labels Labels), LogLines> _lines = new();

    /// <summary>The lines of a source.</summary>
    public LogLines Of(Labels labels, string service, string source)
    {
        if (_lines.TryGetValue((source, labels), out LogLines? known))
        {
            return known;
        }

        if (_lines.Count >= MostSources)
        {
            _lines.Clear();
        }

        return _lines.GetOrAdd((source, labels), key => new LogLines(store.Streams, key.Labels, service, key.Source));
    }
}
