namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary><c>/proc/loadavg</c>: mean number of runnable and uninterruptible threads, and threads in all.</summary>
internal readonly record struct LoadAverage(double OneMinute, double FiveMinutes, double FifteenMinutes, ulong Threads)
{
    /// <summary>Reads the file.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out LoadAverage load)
    {
        load = default;
        FieldReader fields = new(text);
        if (!fields.TryNext(out double one) || !fields.TryNext(out double five) || !fields.TryNext(out double fifteen)
            || !fields.TryNext(out ReadOnlySpan<byte> tasks))
        {
            return false;
        }

        int slash = tasks.IndexOf((byte)'/');
        if (slash < 0 || !FieldReader.TryParse(tasks[(slash + 1)..], out ulong threads))
        {
            return false;
        }

        load = new LoadAverage(one, five, fifteen, threads);
        return true;
    }
}
