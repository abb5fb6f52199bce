using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Evaluation.Logs;

/// <summary>A log as it was written.</summary>
internal static class RawLog
{
    // What a reader of files has at hand before the first line has to be understood.
    private const int LinesShownBefore = 128;

    /// <summary>The message of each line, without the header that is found in it. A line goes for itself, as the labels do.</summary>
    public static byte[][] Messages(string path)
    {
        byte[] all = File.ReadAllBytes(path);
        List<Range> lines = [];
        for (int start = 0; start < all.Length;)
        {
            int end = Array.IndexOf(all, (byte)'\n', start);
            end = end < 0 ? all.Length : end;
            lines.Add(start..end);
            start = end + 1;
        }

        LogLineParser parser = new(new LogTimeAssumption(0, TimeSpan.Zero)); // times are not asked for
        foreach (Range line in lines.Take(LinesShownBefore))
        {
            parser.Learn(all.AsSpan(line));
        }

        return [.. lines.Select(line => parser.Parse(all.AsSpan(line)).Body.ToArray())];
    }
}
