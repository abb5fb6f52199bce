using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Results;

/// <summary>Thins out the results of one series.</summary>
internal sealed class SeriesTap(Labels series, long intervalNs, ShardResults shard) : VerdictTap
{
    private long _sentNs = long.MinValue;
    private bool _wasAbnormal;

    /// <inheritdoc />
    public override void Take(long timeNs, in Verdict verdict) // hot
    {
        bool abnormal = verdict.State == VerdictState.Abnormal;
        if (verdict.State == VerdictState.Learning || (abnormal == _wasAbnormal && _sentNs != long.MinValue && timeNs - _sentNs < intervalNs))
        {
            return;
        }

        _wasAbnormal = abnormal;
        _sentNs = timeNs;
        shard.Add(new SeriesResult(series, timeNs, verdict.Expected, verdict.Lower, verdict.Upper, AnomalyScore.Of(verdict)));
    }
}
