using System.Numerics;

namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// Parses the headers of one source's lines: a file, a container, a program. What is written in one way everywhere (JSON, logfmt, RFC 5424, the envelopes of
/// container runtimes, access logs) is known; the layout of anything else is learnt from the source's own lines. Never throws, whatever the bytes are. Allocates only
/// while it learns and when an escaped text is longer than any before. Not for use by several threads.
/// </summary>
public sealed class LogLineParser
{
    // Enough for the share of a part that one line in twenty has.
    private const int SampleLines = 128;
    private const int MostLayouts = 4;

    // Of lines that fit nothing the first 64 are looked at, then fewer and fewer: a source without headers must not be learnt forever.
    private const int SampleMisfits = 64;
    private const int MostPause = 65_536;

    private readonly LogTextBuffer _colourless = new();
    private readonly LogTextBuffer _unescaped = new();
    private readonly LogTextBuffer _inner = new();
    private readonly List<byte[]> _sample = [];
    private HeaderLayout[] _layouts = [];
    private int _last;
    private bool _isStale;
    private bool _isSettled;
    private bool _isHeaded;
    private int _pause;
    private int _pauseLength = SampleMisfits;

    /// <param name="assumption">What stamps leave out; may be replaced as time goes on.</param>
    public LogLineParser(LogTimeAssumption assumption) => Assumption = assumption;

    /// <summary>What stamps leave out.</summary>
    public LogTimeAssumption Assumption { get; set; }

    /// <summary>
    /// Shows it a line without asking what is in it. A reader that has the first hundred lines at hand shows them before it parses them, so that the first is
    /// understood as well as the last; else the layout is refined as lines come.
    /// </summary>
    public void Learn(ReadOnlySpan<byte> line)
    {
        LogLine unused = default;
        ReadOnlySpan<byte> text = LogEnvelope.Open(FirstLine(line, out _), Assumption, _colourless, _inner, ref unused);
        if (!_isSettled && MayHaveHeader(text))
        {
            Sample(text);
            _isStale = !_isSettled;
        }
    }

    /// <summary>
    /// Parses a line, or a record of several as <see cref="LogRecordJoiner"/> makes them. // hot
    /// </summary>
    public LogLine Parse(ReadOnlySpan<byte> record)
    {
        LogLine line = default;
        ReadOnlySpan<byte> first = FirstLine(record, out ReadOnlySpan<byte> continuation);
        ReadOnlySpan<byte> text = LogEnvelope.Open(first, Assumption, _colourless, _inner, ref line);
        line.HasHeader = text.Length < first.Length;
        line.Continuation = continuation;
        line.Body = text;
        if (text.IsEmpty)
        {
            return line;
        }

        if (MayHaveHeader(text))
        {
            ReadHeader(text, ref line);
        }

        LogFieldsReader.Read(Assumption, _unescaped, ref line);
        LogBody.Refine(Assumption, ref line);
        line.Body = line.Body.IsEmpty ? text : line.Body; // a line that is all header says that it was written
        return line;
    }

    /// <summary>Whether a line begins a record, as far as is learnt; else it goes on with the one before. // hot</summary>
    internal bool BeginsRecord(ReadOnlySpan<byte> line)
    {
        if (IsContinuation(line))
        {
            return false;
        }

        LearnWhenStale();

        if (line[0] is (byte)'{' or (byte)'<' or 0x1b || !_isHeaded || LogFieldsReader.LooksLikeLogfmt(line))
        {
            return true;
        }

        foreach (HeaderLayout layout in _layouts)
        {
            if (layout.Fits(line[..Math.Min(line.Length, LayoutLearner.HeadBytes)], Assumption))
            {
                return true;
            }
        }

        // Within a container's envelope every line begins so.
        LogLine envelope = default;
        return LogEnvelope.Open(line, Assumption, _colourless, _inner, ref envelope).Length < line.Length;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> continuation)
    {
        int end = record.IndexOf((byte)'\n');
        continuation = end < 0 ? default : record[(end + 1)..];
        return (end < 0 ? record : record[..end]).TrimEnd("\r "u8);
    }

    private static bool IsContinuation(ReadOnlySpan<byte> text) => text.IsEmpty || text[0] is (byte)' ' or (byte)'\t';

    private static bool MayHaveHeader(ReadOnlySpan<byte> text) => !IsContinuation(text) && text[0] != '{' && !LogFieldsReader.LooksLikeLogfmt(text);

    private void ReadHeader(ReadOnlySpan<byte> text, scoped ref LogLine line)
    {
        if (!_isSettled)
        {
            Sample(text);

            // At 1, 2, 4 … 128 lines: the first is to be understood at once, and not each is worth to learn all anew.
            _isStale |= !_isSettled && BitOperations.IsPow2(_sample.Count);
        }

        LearnWhenStale();
        ReadOnlySpan<byte> head = text[..Math.Min(text.Length, LayoutLearner.HeadBytes)];
        for (int i = 0; i < _layouts.Length; i++)
        {
            int tried = (_last + i) % _layouts.Length;
            HeaderReader reader = new(head, 0, Assumption);
            LogLine read = line;
            if (_layouts[tried].TryRead(ref reader, ref read))
            {
                _last = tried;
                read.TimeNs = line.TimeNs ?? read.TimeNs; // an envelope's has year and zone
                line = read;
                line.HasHeader = true;
                line.Body = text[reader.At..];
                return;
            }
        }

        if (_isSettled)
        {
            SampleMisfit(text);
        }
    }

    private void Sample(ReadOnlySpan<byte> text)
    {
        _sample.Add(text[..Math.Min(text.Length, LayoutLearner.HeadBytes)].ToArray());
        if (_sample.Count == SampleLines)
        {
            LearnLayouts();
            _isSettled = true;
            _sample.Clear();
        }
    }

    private void LearnWhenStale()
    {
        if (_isStale)
        {
            LearnLayouts();
        }
    }

    private void LearnLayouts()
    {
        _layouts = [.. LayoutLearner.Learn(_sample, Assumption)];
        _last = 0;
        _isStale = false;

        // Where most lines have none, a line without a header is a record like others.
        _isHeaded = 2 * _sample.Count(head => _layouts.Any(layout => layout.Fits(head, Assumption))) >= _sample.Count && _layouts.Length > 0;
    }

    /// <summary>A source may change its layout, by an update or a second writer: what fits none is learnt from anew.</summary>
    private void SampleMisfit(ReadOnlySpan<byte> text)
    {
        if (_pause > 0)
        {
            _pause--;
            return;
        }

        _sample.Add(text[..Math.Min(text.Length, LayoutLearner.HeadBytes)].ToArray());
        if (_sample.Count < SampleMisfits)
        {
            return;
        }

        IReadOnlyList<HeaderLayout> found = LayoutLearner.Learn(_sample, Assumption);
        _layouts = [.. found.Concat(_layouts).Take(MostLayouts)];
        _last = 0;
        _sample.Clear();
        _pauseLength = found.Count > 0 ? SampleMisfits : Math.Min(_pauseLength * 2, MostPause);
        _pause = _pauseLength;
    }
}
