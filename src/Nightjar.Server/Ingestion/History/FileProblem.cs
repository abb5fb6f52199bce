namespace Nightjar.Server.Ingestion.History;

/// <summary>A row of a file that could not be used, or a field of it.</summary>
/// <param name="Line">The line of a CSV file, the row of a Parquet file; from 1.</param>
/// <param name="Sentence">What is wrong with it and what to do.</param>
public sealed record FileProblem(long Line, string Sentence);
