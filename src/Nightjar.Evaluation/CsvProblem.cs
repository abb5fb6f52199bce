namespace Nightjar.Evaluation;

/// <summary>A line that could not be used.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Sentence">What is wrong with it.</param>
/// <param name="Column">The column, where only one field is wrong.</param>
public sealed record CsvProblem(int Line, string Sentence, string? Column = null);
