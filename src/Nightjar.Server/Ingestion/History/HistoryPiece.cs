namespace Nightjar.Server.Ingestion.History;

/// <summary>A part of the past on its way to Detection.</summary>
/// <param name="Samples">Durable; each series in ascending time, within a piece and from piece to piece. The reader disposes it.</param>
/// <param name="Learnt">Set on the last piece of a source, which has no samples: completed once all is learnt and saved.</param>
internal sealed record HistoryPiece(SampleBatch? Samples, TaskCompletionSource? Learnt = null);
