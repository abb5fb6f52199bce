namespace Nightjar.Evaluation;

/// <summary>What was read of a file.</summary>
/// <param name="TimeColumn">The heading of the column of times.</param>
/// <param name="Columns">The columns of values.</param>
/// <param name="Rows">Rows used.</param>
/// <param name="BadRows">Rows or fields left out.</param>
/// <param name="Problems">The first of them, at most <see cref="CsvReader.MaxProblems"/>.</param>
public sealed record CsvTable(string TimeColumn, IReadOnlyList<CsvColumn> Columns, long Rows, long BadRows, IReadOnlyList<CsvProblem> Problems);
