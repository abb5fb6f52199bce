namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>Signatures that are shown as one, and the lines of all of them. Joining never changes an id that was given.</summary>
internal sealed class Pattern
{
    /// <param name="ids">All ids that were given to its lines, the oldest first.</param>
    /// <param name="example">Its first line.</param>
    /// <param name="count">Its lines.</param>
    /// <param name="firstLine">The number of the first.</param>
    /// <param name="lastLine">The number of the newest.</param>
    public Pattern(List<int> ids, byte[] example, long count, long firstLine, long lastLine)
    {
        Ids = ids;
        Example = example;
        Count = count;
        FirstLine = firstLine;
        LastLine = lastLine;
    }

    /// <summary>The oldest of <see cref="Ids"/>.</summary>
    public int Id => Ids[0];

    /// <summary>All ids that were given to its lines, the oldest first.</summary>
    public List<int> Ids { get; }

    /// <summary>Those that lines are still recognised by.</summary>
    public List<Signature> Signatures { get; } = [];

    /// <summary>The first line.</summary>
    public byte[] Example { get; private set; }

    public long Count { get; private set; }

    public long FirstLine { get; private set; }

    public long LastLine { get; private set; }

    public void CountLine(long line)
    {
        Count++;
        LastLine = line;
    }

    /// <summary>Takes over all of another.</summary>
    public void Join(Pattern other)
    {
        Example = other.Id < Id ? other.Example : Example;
        Ids.AddRange(other.Ids);
        int oldest = Ids.IndexOf(Ids.Min());
        (Ids[0], Ids[oldest]) = (Ids[oldest], Ids[0]);
        Signatures.AddRange(other.Signatures);
        Count += other.Count;
        FirstLine = Math.Min(FirstLine, other.FirstLine);
        LastLine = Math.Max(LastLine, other.LastLine);
    }
}
