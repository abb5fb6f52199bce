namespace Nightjar.Server.Ui.Charts;

/// <summary>The expected range along a chart.</summary>
/// <param name="Times">Ascending, ms since 1970 UTC.</param>
/// <param name="Lower">Lower end at each; null while learning.</param>
/// <param name="Upper">Upper end at each.</param>
/// <param name="Expected">The middle of what was expected.</param>
public sealed record ChartBand(
    IReadOnlyList<long> Times, IReadOnlyList<double?> Lower, IReadOnlyList<double?> Upper, IReadOnlyList<double?> Expected);
