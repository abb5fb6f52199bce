using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

/// <summary>What a request became.</summary>
internal sealed record Mapped(
    IReadOnlyList<string> Lines, IReadOnlyList<SeriesSample> Samples, string Refusals, long Rejected, IReadOnlyList<string> Sources)
{
    public MetricKind KindOf(string name) => Samples.First(sample => sample.Entry.Series.Labels.Name == name).Entry.Series.Kind;
}
