using System.Net;
using Google.Protobuf;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Takes in metrics.</summary>
internal sealed class MetricsReceiver(MetricsMapper mapper, FrontDoor door, SourceLedger ledger, TimeProvider time)
    : ExportReceiver<ExportMetricsServiceRequest>(door.Bodies, ledger, time)
{
    /// <inheritdoc />
    public override async Task<ExportAnswer> ExportAsync(ExportMetricsServiceRequest request, IPAddress? peer, CancellationToken cancellation)
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

    /// <inheritdoc />
    public override IMessage ResponseOf(ExportAnswer answer)
    {
        ExportMetricsServiceResponse response = new();
        if (answer.Rejected > 0)
        {
            response.PartialSuccess = new ExportMetricsPartialSuccess { RejectedDataPoints = answer.Rejected, ErrorMessage = answer.Message };
        }

        return response;
    }
}
