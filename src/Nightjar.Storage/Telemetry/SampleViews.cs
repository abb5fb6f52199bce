using System.Globalization;

namespace Nightjar.Storage.Telemetry;

/// <summary>The views that SQL from users reads, over the parts and hot tables of one layout.</summary>
internal static class SampleViews
{
    /// <summary>Statements that create the views for the connection alone.</summary>
    public static string Create(Layout layout) => $"""
        CREATE OR REPLACE TEMP VIEW samples AS {Samples(layout)};
        CREATE OR REPLACE TEMP VIEW series AS
            SELECT id, labels->>'$.__name__' AS name, from_json(labels, '"MAP(VARCHAR, VARCHAR)"') AS labels,
                CASE kind WHEN 1 THEN 'gauge' WHEN 2 THEN 'counter' WHEN 3 THEN 'delta counter' WHEN 4 THEN 'histogram bucket'
                    WHEN 5 THEN 'delta histogram bucket' ELSE 'unknown' END AS kind, unit, help, source
            FROM hot.main.series;
        CREATE OR REPLACE TEMP VIEW abnormal_minutes AS {AbnormalTable.Select};
        CREATE OR REPLACE TEMP VIEW named_samples AS
            SELECT s.name, s.labels, make_timestamp_ns(p.time) AS timestamp, p.value, p.series, p.time
            FROM samples p JOIN temp.series s ON s.id = p.series
        """;

    /// <summary>All samples without repeats, order unspecified.</summary>
    public static string Samples(Layout layout)
    {
        if (layout.Parts.Any(part => part.Repeats) || layout.Hot.Any(table => table.Figures.Repeats))
        {
            IEnumerable<string> numbered =
            [
                .. layout.Parts.Select(part => Numbered(PartFiles.From([part]), part.Last, "0")),
                .. layout.Hot.Select(table => Numbered(table.Name, table.Generation, "rowid")),
            ];
            return Merge.WithoutRepeats(string.Join(" UNION ALL ", numbered));
        }

        IEnumerable<string> sources = layout.Hot.Select(table => $"SELECT series, time, value FROM {table.Name}");
        if (layout.Parts.Count > 0)
        {
            sources = sources.Prepend($"SELECT series, time, value FROM {PartFiles.From(layout.Parts)}");
        }

        return string.Join(" UNION ALL ", sources);
    }

    private static string Numbered(string source, long generation, string row) =>
        string.Create(CultureInfo.InvariantCulture, $"SELECT series, time, value, {generation} AS generation, {row} AS row FROM {source}");
}
