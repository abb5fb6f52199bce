using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Charts;

/// <summary>The strip below a chart that says when a series stood out and when it had an anomaly.</summary>
/// <param name="Name">Of the series, for its text: its labels where others stand beside it.</param>
/// <param name="Color">Number of its colour, from 1.</param>
/// <param name="Range">The time from the left to the right side.</param>
/// <param name="Minutes">Its abnormal minutes.</param>
/// <param name="Abnormal">Its anomalies.</param>
public sealed record ChartRibbon(string Name, int Color, TimeRange Range, IReadOnlyList<AbnormalMinute> Minutes, IReadOnlyList<ChartStretch> Abnormal);
