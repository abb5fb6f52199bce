using Nightjar.Evaluation.Logs;

namespace Nightjar.Commands.Patterns;

/// <summary>The command line of <c>patterns</c>.</summary>
/// <param name="Files">What is read; <c>-</c> is standard input.</param>
/// <param name="Filter">Which records.</param>
/// <param name="Top">Patterns shown at most, 0 for all.</param>
/// <param name="AsJson">JSON instead of text.</param>
internal sealed record PatternsSettings(IReadOnlyList<string> Files, LogFilter Filter, int Top, bool AsJson);
