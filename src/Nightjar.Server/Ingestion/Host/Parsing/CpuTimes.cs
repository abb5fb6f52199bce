namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>Clock ticks by mode since boot, of the machine or one core: a line <c>cpu</c> of <c>/proc/stat</c>.</summary>
internal readonly record struct CpuTimes(
    ulong User, ulong Nice, ulong System, ulong Idle, ulong Iowait, ulong Irq, ulong SoftIrq, ulong Steal)
{
    /// <summary>All ticks. Guests are not added: the kernel counts them in user and nice already.</summary>
    public ulong Total => User + Nice + System + Idle + Iowait + Irq + SoftIrq + Steal;

    /// <summary>Ticks in which nothing ran.</summary>
    public ulong Resting => Idle + Iowait;

    /// <summary>
    /// Reads a line. <paramref name="core"/> is -1 for the machine's. Kernels before 2.6.11 end after fewer fields; what is missing is 0.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out int core, out CpuTimes times)
    {
        times = default;
        core = -1;
        FieldReader fields = new(line);
        if (!fields.TryNext(out ReadOnlySpan<byte> name) || !name.StartsWith("cpu"u8))
        {
            return false;
        }

        if (name.Length > 3)
        {
            if (!FieldReader.TryParse(name[3..], out ulong number) || number > int.MaxValue)
            {
                return false;
            }

            core = (int)number;
        }

        if (!fields.TryNext(out ulong user) || !fields.TryNext(out ulong nice) || !fields.TryNext(out ulong system) || !fields.TryNext(out ulong idle))
        {
            return false;
        }

        _ = fields.TryNext(out ulong iowait);
        _ = fields.TryNext(out ulong irq);
        _ = fields.TryNext(out ulong softIrq);
        _ = fields.TryNext(out ulong steal);
        times = new CpuTimes(user, nice, system, idle, iowait, irq, softIrq, steal);
        return true;
    }
}
