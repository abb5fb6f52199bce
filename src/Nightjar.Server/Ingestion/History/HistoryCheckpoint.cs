using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightjar.Server.Ingestion.History;

/// <summary>
/// What of which source is done: <c>DATA/history.json</c>. A source that is done is not read again; one that was broken off goes on
/// with its first day that is not in the store, after what is there has been learnt again from the store.
/// </summary>
internal sealed class HistoryCheckpoint
{
    /// <summary>The file in the data directory.</summary>
    public const string FileName = "history.json";

    private readonly string _path;
    private readonly Dictionary<string, HistoryMark> _marks;

    private HistoryCheckpoint(string path, Dictionary<string, HistoryMark> marks)
    {
        _path = path;
        _marks = marks;
    }

    /// <summary>Reads it; one that cannot be read counts as none.</summary>
    public static HistoryCheckpoint Open(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            return new HistoryCheckpoint(path, JsonSerializer.Deserialize(File.ReadAllBytes(path), HistoryJson.Default.DictionaryStringHistoryMark) ?? []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return new HistoryCheckpoint(path, []); // at worst the same samples are written once more
        }
    }

    /// <summary>Where a source stands; null when it was never begun.</summary>
    public HistoryMark? Of(string source) => _marks.GetValueOrDefault(source);

    /// <summary>Notes it, durably.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Note(string source, HistoryMark mark)
    {
        _marks[source] = mark;
        string unfinished = _path + ".tmp";
        using (FileStream file = File.Create(unfinished))
        {
            JsonSerializer.Serialize(file, _marks, HistoryJson.Default.DictionaryStringHistoryMark);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, _path, overwrite: true);
    }
}

/// <summary>Where one source stands.</summary>
/// <param name="FromNs">Start of the whole range.</param>
/// <param name="ToNs">Its end; kept, so that the days stay the same after a restart.</param>
/// <param name="Days">Days that are in the store.</param>
/// <param name="IsLearnt">True once all is learnt and saved.</param>
internal sealed record HistoryMark(long FromNs, long ToNs, int Days, bool IsLearnt);

/// <summary>The checkpoint's JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, HistoryMark>))]
internal sealed partial class HistoryJson : JsonSerializerContext;
