using Nightjar.Core.Detection;

namespace Nightjar.Server.Detection;

/// <summary>What was expected of a series at one of its samples.</summary>
/// <param name="TimeNs">The sample's time.</param>
/// <param name="Value">The sample.</param>
/// <param name="IsLearning">True while the series was not judged yet; the range is then the first guess.</param>
/// <param name="Expected">The value expected.</param>
/// <param name="Lower">Lower end of the expected range.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="IsAbnormal">True when the value was outside.</param>
/// <param name="Score">How abnormal it was, 0 to 1 (<see cref="AnomalyScore"/>).</param>
public readonly record struct BandPoint(
    long TimeNs, double Value, bool IsLearning, double Expected, double Lower, double Upper, bool IsAbnormal, double Score)
{
    /// <summary>One of the numbers.</summary>
    public double this[ResultKind kind] => kind switch
    {
        ResultKind.Expected => Expected,
        ResultKind.Lower => Lower,
        ResultKind.Upper => Upper,
        _ => Score,
    };
}
