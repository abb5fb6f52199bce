using System.Diagnostics.CodeAnalysis;
using Nightjar.Core.Telemetry;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>Where log lines come from that belong together: a program on a host, a container, a file. Immutable but for what its owners note.</summary>
/// <param name="Id">From 1, never given twice in a data directory.</param>
/// <param name="Labels">What it is about, without <c>__name__</c>; <see cref="EntityRules"/> reads the entity from them.</param>
/// <param name="Service">Streams of one service share their patterns.</param>
/// <param name="Source">Who brought it, as shown under Settings → Sources.</param>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word for it, as in Loki and Kubernetes; nobody takes it for a System.IO.Stream.")]
public sealed record LogStream(int Id, Labels Labels, LogService Service, string Source)
{
    /// <summary>The entity its lines are about.</summary>
    public EntityId Entity { get; } = EntityRules.Of(Labels)[0].Id;
}

/// <summary>A program, wherever it runs: what patterns are mined by.</summary>
/// <param name="Id">From 1, never given twice in a data directory.</param>
/// <param name="Name">Of the service, process, container or file.</param>
public sealed record LogService(int Id, string Name);
