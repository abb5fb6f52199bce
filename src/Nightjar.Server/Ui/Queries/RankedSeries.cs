using Nightjar.Core.Detection;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A series in the order of how abnormal it was.</summary>
/// <param name="Hit">Which.</param>
/// <param name="Abnormality">How, and when.</param>
public sealed record RankedSeries(SeriesHit Hit, SeriesAbnormality Abnormality);
