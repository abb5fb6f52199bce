using System.Net;
using Google.Protobuf;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Takes in the exports of one of OTLP's signals, whichever way they came.</summary>
/// <typeparam name="TRequest">The signal's request on the wire.</typeparam>
internal abstract class ExportReceiver<TRequest>(BodyMemory bodies, SourceLedger ledger, TimeProvider time)
    where TRequest : class, IMessage<TRequest>, new()
{
    /// <summary>Reads requests; fields that Nightjar does not know are not kept.</summary>
    public MessageParser<TRequest> Parser { get; } = new MessageParser<TRequest>(() => new TRequest()).WithDiscardUnknownFields(true);

    /// <summary>The memory that bodies of requests take.</summary>
    public BodyMemory Bodies { get; } = bodies;

    /// <summary>Makes what is good durable and says what became of the rest.</summary>
    public abstract Task<ExportAnswer> ExportAsync(TRequest request, IPAddress? peer, CancellationToken cancellation);

    /// <summary>The answer to a request that was taken. Partial success only where something was refused: OTLP says that it must be unset otherwise.</summary>
    public abstract IMessage ResponseOf(ExportAnswer answer);

    /// <summary>Counts a request that could not be read.</summary>
    public void Refuse(RefusalReason reason, string sentence, IPAddress? peer)
    {
        Refusals refusals = new();
        refusals.Add(reason, 1, () => sentence);
        ledger.Record(MetricsMapper.SourceOf(PeerName(peer)), 0, refusals, time.NowNs());
    }

    /// <summary>A sender without a name of its own.</summary>
    protected static string PeerName(IPAddress? peer) => peer is null ? "unknown" : (peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer).ToString();
}
