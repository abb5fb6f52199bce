using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>The unit of what is scored: as the source said, else as Prometheus' naming conventions tell.</summary>
public static class SeriesUnit
{
    /// <summary>UCUM (<c>By</c>, <c>s</c>, <c>1</c>), with <c>/s</c> for a rate; empty when nobody says.</summary>
    /// <param name="source">The raw series.</param>
    /// <param name="ending">A <see cref="DerivedName"/>, or empty.</param>
    public static string Of(Series source, string ending)
    {
        string unit = source.Unit.Length > 0 ? source.Unit : FromName(source.Labels.Name);
        if (ending != DerivedName.Rate)
        {
            return unit;
        }

        bool events = source.Kind.IsBucket() || source.Labels.Name.EndsWith("_count", StringComparison.Ordinal);
        return events || unit.Length == 0 ? "1/s" : unit + "/s";
    }

    private static string FromName(string name)
    {
        string plain = name.EndsWith("_total", StringComparison.Ordinal) ? name[..^"_total".Length] : name;
        plain = plain.EndsWith("_sum", StringComparison.Ordinal) ? plain[..^"_sum".Length] : plain;
        return plain switch
        {
            _ when plain.EndsWith("_bytes", StringComparison.Ordinal) => "By",
            _ when plain.EndsWith("_seconds", StringComparison.Ordinal) => "s",
            _ when plain.EndsWith("_ratio", StringComparison.Ordinal) => "1",
            _ when plain.EndsWith("_utilization", StringComparison.Ordinal) => "1",
            _ => "",
        };
    }
}
