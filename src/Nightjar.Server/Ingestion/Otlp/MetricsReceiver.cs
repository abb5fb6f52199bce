using System.Net;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Takes in one export, whichever way it came.</summary>
internal sealed class MetricsReceiver(MetricsMapper mapper, FrontDoor door, SourceLedger ledger, TimeProvider time)
{
    /// <summary>Makes the good points durable and says what became of the rest.</summary>
    public async Task<ExportAnswer> ExportAsync(ExportMetricsServiceRequest request, IPAddress? peer, CancellationToken cancellation)
    {
        IReadOnlyCollection<PointBatch> batches = mapper.Map(request, PeerName(peer));
        try
        {
            // Side by side, so that they share a commit.
            WriteOutcome[] outcomes = await Task.WhenAll(batches.Select(batch => door.WriteAsync(batch.Samples, cancellation).AsTask()));
            WriteOutcome worst = outcomes.Length == 0 ? WriteOutcome.Durable : outcomes.Max();
            long rejected = batches.Sum(batch => batch.CountRejected());
            string message = string.Join("; ", batches.Select(batch => batch.Samples.Refusals.ToString()).Where(text => text.Length > 0));
            return new ExportAnswer(worst, rejected, worst == WriteOutcome.Durable && rejected == 0 ? "" : message);
        }
        finally
        {
            foreach (PointBatch batch in batches)
            {
                batch.Dispose();
            }
        }
    }

    /// <summary>The memory that bodies of requests take.</summary>
    public BodyMemory Bodies => door.Bodies;

    /// <summary>Counts a request that could not be read.</summary>
    public void Refuse(RefusalReason reason, string sentence, IPAddress? peer)
    {
        Refusals refusals = new();
        refusals.Add(reason, 1, () => sentence);
        ledger.Record(MetricsMapper.SourceOf(PeerName(peer)), 0, refusals, time.NowNs());
    }

    private static string PeerName(IPAddress? peer) => peer is null ? "unknown" : (peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer).ToString();
}
