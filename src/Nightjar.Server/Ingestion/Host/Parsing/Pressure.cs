namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>
/// A file of <c>/proc/pressure</c>: microseconds since boot in which some (all) threads that wanted to run waited for the resource.
/// </summary>
internal readonly record struct Pressure(ulong SomeUs, ulong? FullUs)
{
    /// <summary>Reads the file; <c>full</c> is missing for the CPU on kernels before 5.13.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Pressure pressure)
    {
        ulong? some = null;
        ulong? full = null;
        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            int total = line.LastIndexOf("total="u8);
            if (total >= 0 && FieldReader.TryParse(line[(total + 6)..].TrimEnd((byte)' '), out ulong us))
            {
                some = line.StartsWith("some "u8) ? us : some;
                full = line.StartsWith("full "u8) ? us : full;
            }
        }

        pressure = new Pressure(some ?? 0, full);
        return some is not null;
    }
}
