using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;

namespace Nightjar.Server.Api.V1;

/// <summary>What one source has sent since the start; <c>Error</c> says why it does not answer just now.</summary>
public sealed record SourceRecord(
    string Name, long Accepted, double SamplesPerSecond, DateTimeOffset LastSeen, string? Error, IReadOnlyList<RefusedRecord> Refused)
{
    internal static SourceRecord Of(SourceTally tally, long nowNs) => new(
        tally.Source,
        tally.Accepted,
        tally.Rate(nowNs),
        Clock.ToTime(tally.LastSeenNs),
        tally.Error?.Sentence,
        [.. tally.Refused.OrderByDescending(refused => refused.Value.Count).Select(refused => new RefusedRecord(refused.Key.ToLabel(), refused.Value.Count, refused.Value.Sentence))]);
}

/// <summary>What was refused for one reason.</summary>
public sealed record RefusedRecord(string Reason, long Count, string Newest);
