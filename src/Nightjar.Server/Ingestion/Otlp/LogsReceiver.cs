using System.Net;
using Google.Protobuf;
using Nightjar.Server.Ingestion.Logs;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Takes in log records.</summary>
internal sealed class LogsReceiver(LogsMapper mapper, LogDoor door, SourceLedger ledger, TimeProvider time)
    : ExportReceiver<ExportLogsServiceRequest>(door.Bodies, ledger, time)
{
    /// <inheritdoc />
    public override async Task<ExportAnswer> ExportAsync(ExportLogsServiceRequest request, IPAddress? peer, CancellationToken cancellation)
    {
        IReadOnlyCollection<ExportedLogs> exported = mapper.Map(request, PeerName(peer));

        // Side by side, so that they share a commit.
        LogOutcome[] outcomes = await Task.WhenAll(exported.Select(one => door.WriteAsync(one.Batch, one.Source, one.Refusals, cancellation).AsTask()));
        WriteOutcome worst = outcomes.Length == 0 ? WriteOutcome.Durable : outcomes.Max(outcome => outcome.Outcome);
        long rejected = exported.Sum(one => one.Refusals.Total);
        string message = string.Join("; ", exported.Select(one => one.Refusals.ToString()).Where(text => text.Length > 0));
        return new ExportAnswer(worst, rejected, message);
    }

    /// <inheritdoc />
    public override IMessage ResponseOf(ExportAnswer answer)
    {
        ExportLogsServiceResponse response = new();
        if (answer.Rejected > 0)
        {
            response.PartialSuccess = new ExportLogsPartialSuccess { RejectedLogRecords = answer.Rejected, ErrorMessage = answer.Message };
        }

        return response;
    }
}
