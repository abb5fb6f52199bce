namespace Nightjar.Evaluation.Anomalies;

/// <summary>A series of a benchmark, with what people said of it. The three arrays have one entry a row, in the order of the file.</summary>
/// <param name="Name">The file without its ending, or its key in the benchmark.</param>
/// <param name="TimesNs">Ns since 1970 UTC; may repeat and go back.</param>
/// <param name="Values">NaN where the file has no number.</param>
/// <param name="Labels">True where a person called it abnormal; all false where the file has no labels.</param>
public sealed record LabelledSeries(string Name, long[] TimesNs, double[] Values, bool[] Labels)
{
    /// <summary>Rows.</summary>
    public int Count => Values.Length;
}
