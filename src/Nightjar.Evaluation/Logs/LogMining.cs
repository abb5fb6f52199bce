using Nightjar.Core.Detection.Logs;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Evaluation.Logs;

/// <summary>Reads logs, joins their lines to records, takes off the headers, mines the messages. The counts of <see cref="Patterns"/> add up to <see cref="Records"/>.</summary>
public sealed class LogMining
{
    private const int LookAhead = 128;

    // How often progress is told.
    private const int LinesPerTell = 1 << 18;

    private readonly LogFilter _filter;
    private readonly PatternMiner _miner = new();
    private readonly LogHistories _histories;
    private IReadOnlyList<LogPattern>? _patterns;

    /// <param name="filter">Which records are looked at.</param>
    public LogMining(LogFilter filter)
    {
        _filter = filter;
        _histories = new LogHistories(_miner);
    }

    /// <summary>Lines read.</summary>
    public long Lines { get; private set; }

    /// <summary>Records looked at: lines joined, without blank ones and those the filter holds back.</summary>
    public long Records => _miner.Lines;

    /// <summary>Records the filter has held back.</summary>
    public long Held { get; private set; }

    /// <summary>Lines that were cut.</summary>
    public long CutLines { get; private set; }

    /// <summary>The records' time and levels as a whole.</summary>
    public LogHistory All => _histories.All;

    /// <summary>All patterns.</summary>
    public IReadOnlyList<LogPattern> Patterns => _patterns ??= [.. _miner.Patterns];

    /// <summary>The history of each pattern by its id.</summary>
    public IReadOnlyDictionary<int, LogHistory> Histories => _histories.ByPattern();

    /// <summary>What is unusual.</summary>
    public IReadOnlyList<LogSignal> Signals => LogSignals.Find(Patterns, _histories);

    /// <summary>Reads one source to its end.</summary>
    /// <param name="reader">Its lines.</param>
    /// <param name="assumption">What its stamps leave out.</param>
    /// <param name="tell">Hears now and then how many lines were read.</param>
    public void Read(LogTextReader reader, LogTimeAssumption assumption, Action<long> tell)
    {
        LogLineParser parser = new(assumption);
        LogRecordJoiner joiner = new(parser);
        foreach (ReadOnlyMemory<byte> line in reader.FirstLines().Take(LookAhead))
        {
            parser.Learn(line.Span);
        }

        while (reader.TryRead(out ReadOnlySpan<byte> line))
        {
            if (++Lines % LinesPerTell == 0)
            {
                tell(Lines);
            }

            if (joiner.Add(line, 0, out ReadOnlySpan<byte> record))
            {
                Add(parser, record);
            }
        }

        if (joiner.TryFlush(long.MaxValue, out ReadOnlySpan<byte> last))
        {
            Add(parser, last);
        }

        CutLines += reader.CutLines;
    }

    private void Add(LogLineParser parser, ReadOnlySpan<byte> record)
    {
        if (record.Trim(" \t\r\n"u8).IsEmpty)
        {
            return;
        }

        LogLine line = parser.Parse(record);
        if (!_filter.Passes(record, line))
        {
            Held++;
            return;
        }

        _histories.Add(_miner.Add(line.Body), line);
        _patterns = null;
    }
}
