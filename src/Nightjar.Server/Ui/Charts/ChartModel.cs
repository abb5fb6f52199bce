using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Ui.Charts;

/// <summary>What a chart shows, ready for <c>charts.js</c>: the one who draws decides nothing but pixels. Times are ms since 1970 UTC.</summary>
/// <param name="FromMs">Left end of the time axis.</param>
/// <param name="ToMs">Right end.</param>
/// <param name="Scale">How the numbers of axis and crosshair are written.</param>
/// <param name="Lines">The series.</param>
public sealed record ChartModel(long FromMs, long ToMs, NumberScale Scale, IReadOnlyList<ChartLine> Lines);
