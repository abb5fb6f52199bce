using System.Globalization;

namespace Nightjar.Storage.Telemetry;

/// <summary>The SQL that puts samples in a part's order.</summary>
internal static class Merge
{
    private const string Order = "ORDER BY series, time";

    /// <summary>A hot table in order.</summary>
    public static string Of(HotTable table) => table.Figures.Repeats
        ? $"{WithoutRepeats($"SELECT series, time, value, 0 AS generation, rowid AS row FROM {table.Name}")} {Order}"
        : $"SELECT series, time, value FROM {table.Name} {Order}";

    /// <summary>Several parts, oldest first, in one order.</summary>
    public static string Of(IReadOnlyList<Part> parts)
    {
        // What the first one repeats stands in parts that are not merged here.
        if (!parts.Skip(1).Any(part => part.Repeats))
        {
            return $"SELECT series, time, value FROM {PartFiles.From(parts)} {Order}";
        }

        IEnumerable<string> numbered = parts.Select(part => string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT series, time, value, {part.Last} AS generation, 0 AS row FROM {PartFiles.From([part])}"));
        return $"{WithoutRepeats(string.Join(" UNION ALL ", numbered))} {Order}";
    }

    /// <summary>Of samples with one series and time the one written last.</summary>
    /// <param name="select">Samples as (series, time, value, generation, row).</param>
    public static string WithoutRepeats(string select) => $"""
        SELECT series, time, value FROM (
            SELECT series, time, value, lead(time) OVER (PARTITION BY series ORDER BY time, generation, row) AS next FROM ({select}))
        WHERE next IS NULL OR next <> time
        """;
}
