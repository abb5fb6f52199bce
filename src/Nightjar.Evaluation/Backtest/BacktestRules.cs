using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Evaluation.Backtest;

/// <summary>By what a run judges.</summary>
/// <param name="Detector">The constants.</param>
/// <param name="Rules">What people have set.</param>
public sealed record BacktestRules(DetectorOptions Detector, RuleBook Rules);
