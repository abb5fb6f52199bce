using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Anomalies.Nab;

/// <summary>Reads <c>combined_windows.json</c>: for each <c>folder/file.csv</c> a list of [start, end].</summary>
public static class NabLabels
{
    /// <summary>Keys in ordinal order with their windows in ns since 1970 UTC; false with the problem named. Never throws on content.</summary>
    public static bool TryRead(
        string json,
        string file,
        [NotNullWhen(true)] out IReadOnlyList<(string Key, IReadOnlyList<(long FromNs, long ToNs)> Windows)>? labels,
        [NotNullWhen(false)] out DataProblem? problem)
    {
        labels = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            problem = TryRead(document.RootElement, out List<(string Key, IReadOnlyList<(long FromNs, long ToNs)> Windows)> read, out string sentence)
                ? null
                : new DataProblem(file, null, sentence);
            labels = problem is null ? [.. read.OrderBy(one => one.Key, StringComparer.Ordinal)] : null;
        }
        catch (JsonException failure)
        {
            problem = new DataProblem(file, (int?)failure.LineNumber + 1, "is no JSON");
        }
        catch (InvalidOperationException)
        {
            // A string with half of a surrogate pair is JSON that no text can hold.
            problem = new DataProblem(file, null, "holds text that is no Unicode");
        }

        return labels is not null;
    }

    private static bool TryRead(JsonElement root, out List<(string Key, IReadOnlyList<(long FromNs, long ToNs)> Windows)> labels, out string problem)
    {
        labels = [];
        problem = "expected an object of files, each with an array of [start, end]";
        if (root.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (JsonProperty one in root.EnumerateObject())
        {
            List<(long FromNs, long ToNs)> windows = [];
            string[] parts = one.Name.Split('/');
            if (parts.Length != 2 || parts.Any(part => part is "" or "." or ".." || part.IndexOfAny(['\\', ':', '\0']) >= 0) || labels.Any(other => other.Key == one.Name))
            {
                problem = $"'{one.Name}' is no key: expected FOLDER/FILE.csv, each once";
                return false;
            }

            if (one.Value.ValueKind != JsonValueKind.Array || !one.Value.EnumerateArray().All(window => TryWindow(window, windows)))
            {
                problem = $"the windows of {one.Name} are not an array of [start, end] with times";
                return false;
            }

            labels.Add((one.Name, windows));
        }

        return true;
    }

    private static bool TryWindow(JsonElement window, List<(long FromNs, long ToNs)> windows)
    {
        if (window.ValueKind != JsonValueKind.Array || window.GetArrayLength() != 2
            || !window.EnumerateArray().All(edge => edge.ValueKind == JsonValueKind.String)
            || !TimeText.TryParse(window[0].GetString() ?? "", out long fromNs)
            || !TimeText.TryParse(window[1].GetString() ?? "", out long toNs))
        {
            return false;
        }

        windows.Add((fromNs, toNs));
        return true;
    }
}
