using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Diagnosis;

/// <summary>How much more a process takes since the onset of an incident than before; see <see cref="ProcessRises"/>.</summary>
/// <param name="Series">The process' series.</param>
/// <param name="Unit">Its unit, or empty.</param>
/// <param name="Before">Median before the onset; 0 when the process was not there, or not among the top.</param>
/// <param name="Spread">What is ordinary: the deviation before, with a floor.</param>
/// <param name="After">Median since the onset.</param>
/// <param name="SinceNs">The first sample since the onset that lies as high.</param>
public sealed record ProcessRise(Labels Series, string Unit, double Before, double Spread, double After, long SinceNs)
{
    /// <summary>(after − before) / spread: comparable with the robust z of an anomaly.</summary>
    public double Score => (After - Before) / Spread;
}
