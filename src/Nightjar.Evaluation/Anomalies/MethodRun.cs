namespace Nightjar.Evaluation.Anomalies;

/// <summary>A method's scores of a whole benchmark, and what they cost.</summary>
public sealed class MethodRun
{
    // A short benchmark is run again until its cost can be told from that of compiling in the background. The scores are the same each time.
    private const double EnoughCpuSeconds = 2;
    private const int MostRounds = 10;

    private MethodRun(IAnomalyMethod method, IReadOnlyList<SeriesScores>[] scores, double samplesPerCpuSecond, double bytesPerSeries)
    {
        Method = method;
        Scores = scores;
        SamplesPerCpuSecond = samplesPerCpuSecond;
        BytesPerSeries = bytesPerSeries;
    }

    /// <summary>Who scored.</summary>
    public IAnomalyMethod Method { get; }

    /// <summary>For each chain given, the scores of its parts.</summary>
    public IReadOnlyList<IReadOnlyList<SeriesScores>> Scores { get; }

    /// <summary>Samples scored in one second of one core, all that the process did meanwhile counted in; the best of a few rounds.</summary>
    public double SamplesPerCpuSecond { get; }

    /// <summary>Bytes that a scorer allocated from its beginning to the end of its series: the middle one of all series.</summary>
    public double BytesPerSeries { get; }

    /// <summary>
    /// Scores series side by side, on all cores. The parts of a chain (train, then test) are one series to the scorer: what it has
    /// learnt of a part it knows in the next.
    /// </summary>
    public static MethodRun Of(IAnomalyMethod method, IReadOnlyList<IReadOnlyList<LabelledSeries>> chains)
    {
        IReadOnlyList<SeriesScores>[] scores = new IReadOnlyList<SeriesScores>[chains.Count];
        long[] bytes = new long[chains.Count];
        long samples = chains.Sum(chain => chain.Sum(part => (long)part.Count));
        WarmUp(method);

        double bestSpeed = 0;
        double cpuSeconds = 0;
        for (int round = 0; round == 0 || (round < MostRounds && cpuSeconds < EnoughCpuSeconds); round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Parallel.For(0, chains.Count, i => (scores[i], bytes[i]) = Score(method, chains[i]));
            double spent = Math.Max((Environment.CpuUsage.TotalTime - before).TotalSeconds, 1e-6);
            cpuSeconds += spent;
            bestSpeed = Math.Max(bestSpeed, samples / spent);
        }

        Array.Sort(bytes);
        return new MethodRun(method, scores, bestSpeed, bytes.Length == 0 ? 0 : bytes[bytes.Length / 2]);
    }

    // Compiling is no cost of scoring.
    private static void WarmUp(IAnomalyMethod method)
    {
        ISeriesScorer scorer = method.Begin();
        for (int i = 0; i < 20_000; i++)
        {
            scorer.Score(i * 60_000_000_000L, i % 100);
        }
    }

    private static (IReadOnlyList<SeriesScores> Scores, long Bytes) Score(IAnomalyMethod method, IReadOnlyList<LabelledSeries> chain)
    {
        SeriesScores[] scores = [.. chain.Select(part => new SeriesScores(part, new double[part.Count], new double[part.Count], new bool[part.Count]))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        ISeriesScorer scorer = method.Begin();
        foreach (SeriesScores part in scores)
        {
            for (int i = 0; i < part.Points.Length; i++)
            {
                SampleScore score = scorer.Score(part.Series.TimesNs[i], part.Series.Values[i]);
                (part.Points[i], part.Events[i], part.Alarms[i]) = (score.Point, score.Event, score.Alarm);
            }
        }

        return (scores, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
