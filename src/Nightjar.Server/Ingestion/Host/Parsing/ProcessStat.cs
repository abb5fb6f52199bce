namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>What of <c>/proc/PID/stat</c> is needed.</summary>
internal readonly record struct ProcessStat(byte State, bool IsKernel, ulong Ticks, ulong StartTicks, ulong ResidentPages, ulong Threads)
{
    // PF_KTHREAD of the kernel's sched.h.
    private const ulong KernelThread = 0x00200000;

    /// <summary>Reads the file. The name stands in brackets and may itself hold brackets and blanks, so the last bracket ends it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name, out ProcessStat process)
    {
        name = default;
        process = default;
        int open = text.IndexOf((byte)'(');
        int close = text.LastIndexOf((byte)')');
        if (open < 0 || close <= open)
        {
            return false;
        }

        FieldReader fields = new(text[(close + 1)..]);
        if (!fields.TryNext(out ReadOnlySpan<byte> state) || state.Length != 1)
        {
            return false;
        }

        // From proc(5): 4-8 parent to foreground group, 9 flags, 10-13 faults, 14 and 15 user and system ticks, 16 and 17 the
        // children's, 18 and 19 priorities, 20 threads, 21 unused, 22 start, 23 virtual size, 24 resident pages.
        bool complete = fields.TrySkip(5) & fields.TryNext(out ulong flags) & fields.TrySkip(4)
            & fields.TryNext(out ulong user) & fields.TryNext(out ulong system) & fields.TrySkip(4)
            & fields.TryNext(out ulong threads) & fields.TrySkip(1) & fields.TryNext(out ulong start) & fields.TrySkip(1)
            & fields.TryNext(out ulong resident);
        name = text[(open + 1)..close];
        process = new ProcessStat(state[0], (flags & KernelThread) != 0, user + system, start, resident, threads);
        return complete;
    }
}
