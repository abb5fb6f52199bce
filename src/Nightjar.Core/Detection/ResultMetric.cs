namespace Nightjar.Core.Detection;

/// <summary>
/// What Detection says of a series, as a metric of its own: the name of the scored series (raw or derived) and one of four endings,
/// with the same labels.
/// </summary>
/// <param name="Scored">The name of the series that is scored, such as <c>node_load1</c> or <c>http_requests_total:rate</c>.</param>
/// <param name="Kind">What is said of it.</param>
public readonly record struct ResultMetric(string Scored, ResultKind Kind)
{
    // In the order of the kinds.
    private static readonly (string Ending, ResultKind Kind)[] Endings =
        [(":expected", ResultKind.Expected), (":lower", ResultKind.Lower), (":upper", ResultKind.Upper), (":anomaly_score", ResultKind.Score)];

    /// <summary>The metric's name, such as <c>node_load1:expected</c>.</summary>
    public string Name => Scored + Endings[(int)Kind].Ending;

    /// <summary>Takes a name apart. False when it has none of the endings or nothing before it.</summary>
    public static bool TryParse(string name, out ResultMetric metric)
    {
        foreach ((string ending, ResultKind kind) in Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
            {
                metric = new ResultMetric(name[..^ending.Length], kind);
                return true;
            }
        }

        metric = default;
        return false;
    }
}
