using System.Buffers;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Writes the labels of a 2.0 series out as the label fields of 1.0 (see <see cref="LabelFields"/>). One a request; pooled memory.</summary>
internal sealed class LabelBuilder(SeriesDoor door, SymbolTable symbols) : IDisposable
{
    private const int FirstCapacity = 4096;

    // Three tags of one byte and three lengths of at most five.
    private const int MostFraming = 18;

    private byte[] _fields = ArrayPool<byte>.Shared.Rent(FirstCapacity);
    private int _used;
    private int _references;
    private ulong _name;
    private bool _unknownSymbol;
    private int _tooLong;

    /// <summary>The request's symbols.</summary>
    public SymbolTable Symbols { get; } = symbols;

    /// <summary>The labels written so far.</summary>
    public ReadOnlySpan<byte> Fields => _fields.AsSpan(0, _used);

    /// <summary>Begins a series.</summary>
    public void Clear()
    {
        _used = 0;
        _references = 0;
        _unknownSymbol = false;
        _tooLong = 0;
    }

    /// <summary>Adds the references of a packed field.</summary>
    public void AddPacked(ReadOnlySpan<byte> request, ReadOnlySpan<byte> packed) // hot
    {
        ProtoReader references = new(packed);
        while (references.NextPacked())
        {
            Add(request, references.Number);
        }

        _unknownSymbol |= references.Broken;
    }

    /// <summary>Adds one reference: names and values in turn.</summary>
    public void Add(ReadOnlySpan<byte> request, ulong reference) // hot
    {
        if ((_references++ & 1) == 0)
        {
            _name = reference;
        }
        else if (!Symbols.TryGet(request, _name, out ReadOnlySpan<byte> name) || !Symbols.TryGet(request, reference, out ReadOnlySpan<byte> value))
        {
            _unknownSymbol = true;
        }
        else if (_references / 2 <= door.MaxLabels && Math.Max(name.Length, value.Length) <= door.MaxLabelBytes)
        {
            Write(name, value);
        }
        else
        {
            // Not written out: a symbol named a million times would fill the memory. Complete refuses the series.
            _tooLong = Math.Max(_tooLong, Math.Max(name.Length, value.Length));
        }
    }

    /// <summary>True when the labels are whole and within the limits; otherwise the refusal is counted.</summary>
    public bool Complete(SampleBatch batch, int samples)
    {
        if (_unknownSymbol || (_references & 1) != 0)
        {
            batch.Refusals.Add(RefusalReason.Malformed, samples, static () => "a label refers to a symbol that the request does not hold: mend the sender");
            return false;
        }

        return door.Admits(_references / 2, batch, samples) && door.Admits("of a series"u8, _tooLong, batch, samples);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_fields);
        _fields = [];
    }

    private void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) // hot
    {
        int needed = name.Length + value.Length + MostFraming;
        if (_fields.Length - _used < needed)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((_fields.Length * 2) + needed);
            Fields.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_fields);
            _fields = larger;
        }

        _fields[_used++] = 0x0A;
        WriteLength(2 + VarintSize(name.Length) + name.Length + VarintSize(value.Length) + value.Length);
        WriteBytes(0x0A, name);
        WriteBytes(0x12, value);
    }

    private void WriteBytes(byte tag, ReadOnlySpan<byte> bytes)
    {
        _fields[_used++] = tag;
        WriteLength(bytes.Length);
        bytes.CopyTo(_fields.AsSpan(_used));
        _used += bytes.Length;
    }

    private void WriteLength(int length)
    {
        while (length >= 0x80)
        {
            _fields[_used++] = (byte)(length | 0x80);
            length >>= 7;
        }

        _fields[_used++] = (byte)length;
    }

    private static int VarintSize(int value)
    {
        int size = 1;
        for (; value >= 0x80; value >>= 7)
        {
            size++;
        }

        return size;
    }
}
