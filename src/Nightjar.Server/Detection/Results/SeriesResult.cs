using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Results;

/// <summary>What was said of one sample, on its way out.</summary>
/// <param name="Series">The series that was scored.</param>
/// <param name="TimeNs">The sample's time.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Lower">Lower end of the expected range.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Score">How abnormal it was, 0 to 1.</param>
internal readonly record struct SeriesResult(Labels Series, long TimeNs, double Expected, double Lower, double Upper, double Score);
