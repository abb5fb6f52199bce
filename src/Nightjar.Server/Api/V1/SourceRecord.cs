using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Api.V1;

/// <summary>What one source has sent since the start.</summary>
internal sealed record SourceRecord(
    string Name, long Accepted, double SamplesPerSecond, DateTimeOffset LastSeen, IReadOnlyList<RefusedRecord> Refused)
{
    public static SourceRecord Of(SourceTally tally, long nowNs) => new(
        tally.Source,
        tally.Accepted,
        tally.Rate(nowNs),
        Clock.ToTime(tally.LastSeenNs),
        [.. tally.Refused.OrderByDescending(refused => refused.Value.Count).Select(refused => new RefusedRecord(refused.Key.ToLabel(), refused.Value.Count, refused.Value.Sentence))]);
}

/// <summary>What was refused for one reason.</summary>
internal sealed record RefusedRecord(string Reason, long Count, string Newest);
