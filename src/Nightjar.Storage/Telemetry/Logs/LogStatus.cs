namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>Figures of the store of logs at one moment.</summary>
/// <param name="Streams">Streams known.</param>
/// <param name="HotLines">Lines in the hot tables.</param>
/// <param name="PartLines">Lines in the parts.</param>
/// <param name="Parts">Number of parts.</param>
/// <param name="PartBytes">Bytes of the parts.</param>
/// <param name="DamagedParts">Files that could not be read at the start; their lines are missing from every read.</param>
public sealed record LogStatus(int Streams, long HotLines, long PartLines, int Parts, long PartBytes, IReadOnlyList<string> DamagedParts);
