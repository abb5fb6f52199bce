namespace Nightjar.Evaluation.Logs;

/// <summary>What people say that each line of a log is.</summary>
/// <param name="EventIds">One a line: lines with the same id belong together.</param>
/// <param name="Templates">One a line: the text with <c>&lt;*&gt;</c> for values.</param>
public sealed record LogLabels(IReadOnlyList<string> EventIds, IReadOnlyList<string> Templates);
