using Nightjar.Core.Detection;
using Nightjar.Server.Ui.Charts;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A line of the ranking.</summary>
/// <param name="Hit">Which series.</param>
/// <param name="Abnormality">How abnormal, and when.</param>
/// <param name="Points">Its samples for a small line; empty where the range is too long for one.</param>
/// <param name="Ribbon">When it stood out.</param>
public sealed record RankedLine(SeriesHit Hit, SeriesAbnormality Abnormality, IReadOnlyList<SamplePoint> Points, ChartRibbon Ribbon);
