using Nightjar.Core.Detection;

namespace Nightjar.Storage.State;

/// <summary>Anomalies that are kept elsewhere than in the state store, as it writes them: one a line.</summary>
public static class AnomalyJson
{
    /// <summary>UTF-8, one JSON record a line.</summary>
    public static byte[] Write(IEnumerable<Anomaly> anomalies) => System.Text.Encoding.UTF8.GetBytes(string.Join('\n', anomalies.Select(RecordJson.Write)));

    /// <summary>Reads what <see cref="Write"/> wrote, in its order.</summary>
    /// <exception cref="StorageException">A line is no such record.</exception>
    public static IReadOnlyList<Anomaly> Read(ReadOnlySpan<byte> content) =>
        [.. System.Text.Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(RecordJson.Read<Anomaly>)];
}
