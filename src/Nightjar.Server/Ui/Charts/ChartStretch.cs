namespace Nightjar.Server.Ui.Charts;

/// <summary>An abnormal stretch of a line.</summary>
/// <param name="FromMs">Its start, ms since 1970 UTC.</param>
/// <param name="ToMs">Its end, or the end of the chart while it lasts.</param>
/// <param name="Severity">Lower-case name, which is also the name of its colour.</param>
public sealed record ChartStretch(long FromMs, long ToMs, string Severity);
