namespace Nightjar.Core.Detection;

/// <summary>One number for how abnormal a sample is, comparable between all series.</summary>
public static class AnomalyScore
{
    /// <summary>
    /// 0 where the value is what was expected, 0.5 where the expected range ends, towards 1 beyond it: r / (1 + r), r being the
    /// distance from what was expected over the distance of the range's end.
    /// </summary>
    public static double Of(in Verdict verdict)
    {
        double ratio = Math.Abs(verdict.Z) / verdict.Bar;
        return ratio / (1 + ratio);
    }
}
