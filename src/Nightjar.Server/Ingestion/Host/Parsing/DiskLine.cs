namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>A line of <c>/proc/diskstats</c>: counts since boot.</summary>
internal readonly record struct DiskLine(
    ulong Reads, ulong ReadSectors, ulong ReadMs, ulong Writes, ulong WrittenSectors, ulong WriteMs, ulong Pending, ulong BusyMs)
{
    /// <summary>The unit of the sector fields, whatever the device's own sector size.</summary>
    public const int SectorBytes = 512;

    /// <summary>Reads a line; kernels since 4.18 have more fields, which are not needed. False for the 4-field partitions of 2.6.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> device, out DiskLine disk)
    {
        disk = default;
        FieldReader fields = new(line);
        device = default;
        if (!fields.TrySkip(2) || !fields.TryNext(out device))
        {
            return false;
        }

        bool complete = fields.TryNext(out ulong reads) & fields.TrySkip(1) & fields.TryNext(out ulong readSectors) & fields.TryNext(out ulong readMs)
            & fields.TryNext(out ulong writes) & fields.TrySkip(1) & fields.TryNext(out ulong writtenSectors) & fields.TryNext(out ulong writeMs)
            & fields.TryNext(out ulong pending) & fields.TryNext(out ulong busyMs);
        disk = new DiskLine(reads, readSectors, readMs, writes, writtenSectors, writeMs, pending, busyMs);
        return complete;
    }
}
