namespace Nightjar.Evaluation;

/// <summary>One column of values, as (time, value) in the order of the file.</summary>
/// <param name="Name">The column's heading.</param>
/// <param name="TimesNs">Nanoseconds since 1970 UTC, ascending.</param>
/// <param name="Values">The values beside them.</param>
public sealed record CsvColumn(string Name, IReadOnlyList<long> TimesNs, IReadOnlyList<double> Values);
