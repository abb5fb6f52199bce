using System.IO.Hashing;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs;

/// <summary>
/// The lines of one source on their way to records: joined where they go on, their header read, and put to the stream of the host and program they name. Thread-safe.
/// </summary>
public sealed class LogLines
{
    // Hosts and programs told apart within one source; the rest stays with the source's own stream.
    private const int MostStreams = 10_000;

    // The lines a layout is learnt from.
    private const int LookAhead = 128;

    // How long an assumption about the year and day of stamps holds.
    private static readonly long AssumptionNs = TimeSpan.FromMinutes(10).ToNs();

    private static readonly string[] HostLabels = ["host_name", "host", "hostname", "node", "k8s_node_name", "instance", "pod", "k8s_pod_name"];
    private static readonly string[] ProgramLabels = ["service_name", "job", "app", "container", "k8s_container_name", "container_name", "pod", "k8s_pod_name", "process_executable_name"];

    private readonly Lock _gate = new();
    private readonly LogStreams _streams;
    private readonly Labels _labels;
    private readonly string _service;
    private readonly string _source;
    private readonly bool _takesHost;
    private readonly bool _takesProgram;
    private readonly Dictionary<ulong, LogStream> _named = [];
    private readonly LogLineParser _parser = new(new LogTimeAssumption(0, TimeSpan.Zero));
    private readonly LogRecordJoiner _joiner;
    private readonly LogAttributesText _attributes = new();
    private LogStream? _own;
    private bool _hasBegun;
    private long _assumedNs = long.MinValue;

    /// <param name="streams">The streams known.</param>
    /// <param name="labels">Of the source, without <c>__name__</c>.</param>
    /// <param name="service">Its program where the lines name none.</param>
    /// <param name="source">As shown under Settings → Sources.</param>
    public LogLines(LogStreams streams, Labels labels, string service, string source)
    {
        (_streams, _labels, _service, _source) = (streams, labels, service, source);
        _takesHost = !HostLabels.Any(name => labels[name] is not null);
        _takesProgram = !ProgramLabels.Any(name => labels[name] is not null);
        _joiner = new LogRecordJoiner(_parser);
    }

    /// <summary>Lines of the record that waits for a next line.</summary>
    public int OpenLines
    {
        get
        {
            lock (_gate)
            {
                return _joiner.OpenLines;
            }
        }
    }

    /// <summary>Shows it the lines that are at hand before the first is taken, so that it is understood as well as the last. Later calls do nothing.</summary>
    /// <param name="lines">Parted by line feeds; of the last only what there is.</param>
    public void Learn(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            if (!lines.IsEmpty)
            {
                LearnOnce(lines);
            }
        }
    }

    /// <summary>Takes a line without its end that may go on with the one before; adds the record that it completes. // hot</summary>
    public void Join(ReadOnlySpan<byte> line, long arrivedNs, LogBatch batch)
    {
        lock (_gate)
        {
            Assume(arrivedNs);
            LearnOnce(line);
            if (_joiner.Add(line, arrivedNs, out ReadOnlySpan<byte> record))
            {
                AddRecord(record, arrivedNs, default, batch);
            }
        }
    }

    /// <summary>Adds the record that waits for a next line, when its first line came at that time or before.</summary>
    public void Flush(long openedUntilNs, long arrivedNs, LogBatch batch)
    {
        lock (_gate)
        {
            if (_joiner.TryFlush(openedUntilNs, out ReadOnlySpan<byte> record))
            {
                AddRecord(record, arrivedNs, default, batch);
            }
        }
    }

    /// <summary>Adds a record of its own, of one line or several. // hot</summary>
    public void Add(ReadOnlySpan<byte> record, long arrivedNs, in LogFacts given, LogBatch batch)
    {
        lock (_gate)
        {
            Assume(arrivedNs);
            AddRecord(record, arrivedNs, given, batch);
        }
    }

    /// <summary>Else the parser sees the first line only when the second has shown that it is complete.</summary>
    private void LearnOnce(ReadOnlySpan<byte> lines)
    {
        for (int left = _hasBegun ? 0 : LookAhead; left > 0 && !lines.IsEmpty; left--)
        {
            int end = lines.IndexOf((byte)'\n');
            _parser.Learn((end < 0 ? lines : lines[..end]).TrimEnd((byte)'\r'));
            lines = end < 0 ? default : lines[(end + 1)..];
        }

        _hasBegun = true;
    }

    private void AddRecord(ReadOnlySpan<byte> record, long arrivedNs, in LogFacts given, LogBatch batch)
    {
        if (record.Trim(" \t\r\n\0"u8).IsEmpty)
        {
            return;
        }

        LogLine line = _parser.Parse(record);
        LogRow row = new(StreamOf(line), given.TimeNs ?? line.TimeNs ?? arrivedNs, given.Severity > 0 ? given.Severity : line.Severity, given.TraceId, given.SpanId);
        batch.Add(row, line.Body, line.Continuation, HeadOf(record, line), _attributes.Of(line, given.Attributes));
    }

    /// <summary>What stands before the message; all of a line whose message is not its end, but nothing of a structured one: that is in the attributes.</summary>
    private static ReadOnlySpan<byte> HeadOf(ReadOnlySpan<byte> record, in LogLine line)
    {
        if (!line.HasHeader || line.IsStructured)
        {
            return default;
        }

        int end = record.IndexOf((byte)'\n');
        ReadOnlySpan<byte> first = (end < 0 ? record : record[..end]).TrimEnd("\r "u8);
        return first.EndsWith(line.Body) ? first[..^line.Body.Length] : first;
    }

    private LogStream StreamOf(in LogLine line)
    {
        ReadOnlySpan<byte> host = _takesHost ? line.Host : default;
        ReadOnlySpan<byte> program = _takesProgram ? line.Process : default;
        if (host.IsEmpty && program.IsEmpty)
        {
            return _own ??= _streams.GetOrAdd(_labels, _service, _source);
        }

        ulong key = XxHash3.HashToUInt64(host) ^ ulong.RotateLeft(XxHash3.HashToUInt64(program), 1);
        if (_named.TryGetValue(key, out LogStream? known))
        {
            return known;
        }

        if (_named.Count >= MostStreams)
        {
            return _own ??= _streams.GetOrAdd(_labels, _service, _source);
        }

        LogStream stream = Named(Encoding.UTF8.GetString(host), Encoding.UTF8.GetString(program));
        _named.Add(key, stream);
        return stream;
    }

    private LogStream Named(string host, string program)
    {
        List<Label> labels = [.. _labels];
        if (host.Length > 0)
        {
            labels.Add(new Label("host_name", host));
        }

        if (program.Length > 0)
        {
            labels.Add(new Label("process_executable_name", program));
        }

        return _streams.GetOrAdd(Labels.Create(labels), program.Length > 0 ? program : _service, _source); // names that the source does not have
    }

    private void Assume(long nowNs)
    {
        if (nowNs - _assumedNs > AssumptionNs || _assumedNs == long.MinValue)
        {
            _assumedNs = nowNs;
            _parser.Assumption = new LogTimeAssumption(nowNs, TimeSpan.Zero);
        }
    }
}
