using System.Text;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>What the page says of the family whose samples are being read. Kept as bytes: most pages bring no new series.</summary>
internal ref struct ExpositionFamily
{
    private ReadOnlySpan<byte> _name;
    private ReadOnlySpan<byte> _type;
    private ReadOnlySpan<byte> _help;
    private ReadOnlySpan<byte> _unit;

    /// <summary>Takes in a line about a family; the first one about another family forgets the last.</summary>
    public void Note(ExpositionEntry entry, ReadOnlySpan<byte> family, ReadOnlySpan<byte> text)
    {
        if (!family.SequenceEqual(_name))
        {
            this = default;
            _name = family;
        }

        switch (entry)
        {
            case ExpositionEntry.Type:
                _type = text;
                break;
            case ExpositionEntry.Help:
                _help = text;
                break;
            case ExpositionEntry.Unit:
                _unit = text;
                break;
        }
    }

    /// <summary>What it says of a series of that name; nothing when the series belongs to another family.</summary>
    public readonly MetricFamily Of(string series)
    {
        string name = Encoding.UTF8.GetString(_name);
        if (_name.IsEmpty || !series.StartsWith(name, StringComparison.Ordinal) || !MetricFamily.Endings.Contains(series[name.Length..]))
        {
            return MetricFamily.None;
        }

        FamilyType type = Encoding.UTF8.GetString(_type) switch
        {
            "counter" => FamilyType.Counter,
            "gauge" => FamilyType.Gauge,
            "histogram" => FamilyType.Histogram,
            "gaugehistogram" => FamilyType.GaugeHistogram,
            "summary" => FamilyType.Summary,
            "info" => FamilyType.Info,
            "stateset" => FamilyType.StateSet,
            _ => FamilyType.Unknown,
        };
        return new MetricFamily(type, Encoding.UTF8.GetString(_unit), MetadataText.Help(_help));
    }
}
