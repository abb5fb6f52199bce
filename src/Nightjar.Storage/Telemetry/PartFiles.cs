namespace Nightjar.Storage.Telemetry;

/// <summary>The files of the directory <c>parts</c>.</summary>
internal static class PartFiles
{
    /// <summary>The parts as something to select from, in the order given.</summary>
    public static string From(IEnumerable<Part> parts) => $"read_parquet([{string.Join(',', parts.Select(part => Sql.Quote(part.Path)))}])";
}
