using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>The series of one combination of labels in a file: one a column of values, known once a value stands there.</summary>
/// <param name="texts">The labels' values, in the order of <see cref="FileColumns.Labels"/>.</param>
/// <param name="columns">The file's columns.</param>
/// <param name="door">Resolves labels.</param>
internal sealed class FileSeries(string[] texts, FileColumns columns, SeriesDoor door)
{
    private readonly SeriesEntry?[] _entries = new SeriesEntry?[columns.Values.Length];
    private readonly string?[] _refusals = new string?[columns.Values.Length];

    /// <summary>The series of a column of values; null with the reason when it is refused.</summary>
    public SeriesEntry? Of(int value, out string refusal) // hot
    {
        refusal = "";
        if (_entries[value] is { Dropped: false } known)
        {
            return known;
        }

        if (_refusals[value] is { } before)
        {
            refusal = before;
            return null;
        }

        return Resolve(value, out refusal);
    }

    private SeriesEntry? Resolve(int value, out string refusal)
    {
        List<Label> labels = [.. columns.NameLabels(value)];
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i].Length > 0)
            {
                labels.Add(new Label(columns.Labels[i].Name, texts[i]));
            }
        }

        using SampleBatch refused = new(columns.Source);
        SeriesEntry? entry = door.Resolve(labels, MetricKind.Unknown, "", "", refused, 1);
        _entries[value] = entry;
        refusal = entry is null ? refused.Refusals.ToString() : "";
        _refusals[value] = entry is null ? refusal : null;
        return entry;
    }
}
