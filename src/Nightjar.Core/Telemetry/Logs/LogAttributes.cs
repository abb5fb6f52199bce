namespace Nightjar.Core.Telemetry.Logs;

/// <summary>The fields of a JSON or logfmt line that are no part of its header, in their order; for <c>foreach</c>. Nothing is copied.</summary>
public readonly ref struct LogAttributes
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isJson;

    internal LogAttributes(ReadOnlySpan<byte> text, bool isJson)
    {
        _text = text;
        _isJson = isJson;
    }

    /// <summary>Begins a walk over them.</summary>
    public Enumerator GetEnumerator() => new(_text, _isJson);

    /// <summary>A walk over attributes.</summary>
    public ref struct Enumerator
    {
        private readonly bool _isJson;
        private LogPairs _pairs;
        private int _seen;

        internal Enumerator(ReadOnlySpan<byte> text, bool isJson)
        {
            _isJson = isJson;
            _pairs = new LogPairs(text, isJson);
        }

        /// <summary>Its key, and its value as it stands in the line: escapes are not undone, quotes are not part of it.</summary>
        public LogKeyValue Current { get; private set; }

        /// <summary>Goes on; false after the last.</summary>
        public bool MoveNext()
        {
            while (_pairs.TryNext(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isQuoted))
            {
                // The first of a kind is what the header says; a second one would be lost.
                int field = 1 << (int)LogFields.Of(key);
                bool isOfHeader = (field & (_seen | (1 << (int)LogField.None) | (1 << (int)LogField.Stream))) == 0;
                _seen |= field;
                if (!isOfHeader)
                {
                    Current = new LogKeyValue(key, value, isQuoted && _isJson);
                    return true;
                }
            }

            return false;
        }
    }
}
