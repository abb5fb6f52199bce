namespace Nightjar.Server.Ui.Charts;

/// <summary>One series of a chart.</summary>
/// <param name="Name">For the crosshair.</param>
/// <param name="Color">Number of its colour, from 1.</param>
/// <param name="Times">Of its points, ascending.</param>
/// <param name="Values">Of its points; null is a gap.</param>
/// <param name="Band">What was expected, or null where nothing is learnt or several series share the chart.</param>
/// <param name="Abnormal">When it was outside.</param>
public sealed record ChartLine(
    string Name, int Color, IReadOnlyList<long> Times, IReadOnlyList<double?> Values, ChartBand? Band, IReadOnlyList<ChartStretch> Abnormal);
