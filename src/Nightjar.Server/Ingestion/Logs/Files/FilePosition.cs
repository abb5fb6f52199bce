using System.Text.Json.Serialization;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>How far a file's lines are durable.</summary>
/// <param name="Path">Its name when it was found; a rotation may have renamed it since.</param>
/// <param name="Identity">Which file.</param>
/// <param name="HeadBytes">How many of its first bytes <paramref name="HeadHash"/> covers: an inode is given again, and a copy has another.</param>
/// <param name="HeadHash">XXH3-64 of them.</param>
/// <param name="Offset">The first byte that is not durable.</param>
/// <param name="WithinCut">The offset lies in the rest of a line that was cut: it is skipped up to its end.</param>
internal sealed record FilePosition(string Path, FileIdentity Identity, int HeadBytes, ulong HeadHash, long Offset, bool WithinCut);

/// <summary>As they are saved.</summary>
[JsonSerializable(typeof(List<FilePosition>))]
internal sealed partial class FilePositionJson : JsonSerializerContext;
