using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ui.Queries;

/// <summary>The number of lines by time and level.</summary>
/// <param name="Range">Of when.</param>
/// <param name="StepNs">Length of a stretch.</param>
/// <param name="Counts">By stretch, then by level; stretches without lines are absent.</param>
public sealed record LogHistogram(TimeRange Range, long StepNs, IReadOnlyList<LogCount> Counts)
{
    // Bars of four pixels still fill a phone.
    private const int MostSteps = 90;

    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        .. new[] { 1, 2, 3, 6, 12, 24 }.Select(hours => TimeSpan.FromHours(hours)),
    ];

    /// <summary>All lines.</summary>
    public long Lines => Counts.Sum(count => count.Count);

    /// <summary>A step that people count in, such that there are at most 90; whole days where even these are more.</summary>
    public static long StepFor(TimeRange range)
    {
        TimeSpan step = Array.Find(Steps, each => range.Duration <= each * MostSteps);
        return step == TimeSpan.Zero ? TimeSpan.FromDays(Math.Ceiling(range.Duration.TotalDays / MostSteps)).ToNs() : step.ToNs();
    }
}
