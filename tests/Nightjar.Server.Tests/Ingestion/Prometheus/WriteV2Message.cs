namespace Nightjar.Server.Tests.Ingestion.Prometheus;

/// <summary>A remote write 2.0 request in the making: keeps the table of symbols.</summary>
internal sealed class WriteV2Message
{
    private readonly List<string> _symbols = [""];
    private readonly Dictionary<string, ulong> _indices = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<ProtoWriter> _series = [];

    public ulong Symbol(string text)
    {
        if (!_indices.TryGetValue(text, out ulong index))
        {
            index = (ulong)_symbols.Count;
            _indices.Add(text, index);
            _symbols.Add(text);
        }

        return index;
    }

    /// <summary>Begins a series; the caller adds to what comes back.</summary>
    public ProtoWriter Series(params IEnumerable<(string Name, string Value)> labels)
    {
        ProtoWriter series = new ProtoWriter().Packed(1, labels.SelectMany(label => new[] { Symbol(label.Name), Symbol(label.Value) }).ToArray());
        _series.Add(series);
        return series;
    }

    public ProtoWriter Metadata(int type, string help = "", string unit = "") =>
        new ProtoWriter().Varint(1, (ulong)type).Varint(3, Symbol(help)).Varint(4, Symbol(unit));

    public byte[] ToArray()
    {
        ProtoWriter request = new();
        _symbols.ForEach(symbol => request.Text(4, symbol));
        _series.ForEach(series => request.Message(5, series));
        return request.ToArray();
    }
}
