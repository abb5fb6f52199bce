using Nightjar.Core.Telemetry;

namespace Nightjar.Evaluation.Tuning;

/// <summary>What was found for one scored series.</summary>
/// <param name="Series">Its labels.</param>
/// <param name="Before">As it is.</param>
/// <param name="After">The best that was tried; null when nothing is better.</param>
/// <param name="Tried">How many settings were tried.</param>
/// <param name="LosesWanted">True when something would keep away more of what is not wanted, and with it what is wanted.</param>
public sealed record TuningOutcome(Labels Series, TuningTrial Before, TuningTrial? After, int Tried, bool LosesWanted);
