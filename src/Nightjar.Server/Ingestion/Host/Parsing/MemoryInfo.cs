namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary><c>/proc/meminfo</c> in bytes.</summary>
internal readonly record struct MemoryInfo(
    double Total, double Free, double Available, double Buffers, double Cached, double SwapTotal, double SwapFree)
{
    /// <summary>What programs hold: total less available.</summary>
    public double Used => Total - Available;

    /// <summary>Reads the file; kernels before 3.14 do not say what is available, so free, buffers and cache stand for it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out MemoryInfo memory)
    {
        double total = 0, free = 0, buffers = 0, cached = 0, swapTotal = 0, swapFree = 0;
        double available = -1;
        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            FieldReader fields = new(line);
            if (!fields.TryNext(out ReadOnlySpan<byte> name) || !fields.TryNext(out ulong kibibytes))
            {
                continue;
            }

            double bytes = kibibytes * 1024d;
            if (name.SequenceEqual("MemTotal:"u8)) { total = bytes; }
            else if (name.SequenceEqual("MemFree:"u8)) { free = bytes; }
            else if (name.SequenceEqual("MemAvailable:"u8)) { available = bytes; }
            else if (name.SequenceEqual("Buffers:"u8)) { buffers = bytes; }
            else if (name.SequenceEqual("Cached:"u8)) { cached = bytes; }
            else if (name.SequenceEqual("SwapTotal:"u8)) { swapTotal = bytes; }
            else if (name.SequenceEqual("SwapFree:"u8)) { swapFree = bytes; }
        }

        available = available >= 0 ? available : free + buffers + cached;
        memory = new MemoryInfo(total, free, Math.Min(available, total), buffers, cached, swapTotal, Math.Min(swapFree, swapTotal));
        return total > 0;
    }
}
