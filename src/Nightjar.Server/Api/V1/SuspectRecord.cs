using Nightjar.Core.Diagnosis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>A possible cause with what speaks for it.</summary>
internal sealed record SuspectRecord(string Entity, double Score, IReadOnlyList<EvidenceRecord> Evidence)
{
    public static SuspectRecord Of(Suspect suspect) => new(
        suspect.Entity.Value,
        suspect.Score,
        [.. suspect.Evidence.Select(one => new EvidenceRecord(
            one.Series.ToString(), one.Unit, one.Observed, one.Expected, one.Lower, one.Upper, one.Score, Clock.ToTime(one.SinceNs), one.AnomalyId))]);
}

/// <summary>A number a person can check.</summary>
internal sealed record EvidenceRecord(
    string Series, string Unit, double Observed, double Expected, double Lower, double Upper, double Score, DateTimeOffset Since, string? AnomalyId);
