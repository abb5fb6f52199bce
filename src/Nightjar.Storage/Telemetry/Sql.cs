using System.Globalization;
using System.Text;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry;

/// <summary>Pieces of SQL: literals that cannot break out of their place.</summary>
internal static class Sql
{
    /// <summary>Text for use between single quotes.</summary>
    public static string Escape(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    /// <summary>A quoted literal.</summary>
    public static string Quote(string text) => $"'{Escape(text)}'";

    /// <summary>A condition that holds for the series given; they must not be empty.</summary>
    public static string Series(IReadOnlyCollection<SeriesId> series)
    {
        if (series.Count == 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"series = {series.First().Value}");
        }

        StringBuilder list = new("series IN (");
        foreach (SeriesId id in series)
        {
            list.Append(id.Value).Append(',');
        }

        list[^1] = ')';
        return list.ToString();
    }

    /// <summary>A condition on the time, both ends inclusive.</summary>
    public static string Time(TimeRange range) =>
        string.Create(CultureInfo.InvariantCulture, $"time BETWEEN {range.FromNs} AND {range.ToNs}");
}
