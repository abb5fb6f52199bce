using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Queries;

/// <summary>What a range is compared with.</summary>
internal static class LogRanges
{
    /// <summary>As long a time, ending where the range begins.</summary>
    public static TimeRange Before(TimeRange range) => new(range.FromNs - (range.ToNs - range.FromNs), range.FromNs - 1);
}
