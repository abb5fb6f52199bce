using Nightjar.Core;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Correlation;

/// <summary>How an anomaly travels between machines; Core knows nothing of Orleans.</summary>
[GenerateSerializer]
[Immutable]
public struct AnomalySurrogate
{
    [Id(0)]
    public string Id { get; set; }

    /// <summary>Names and values in turn.</summary>
    [Id(1)]
    public string[] Labels { get; set; }

    [Id(2)]
    public string Unit { get; set; }

    [Id(3)]
    public string Entity { get; set; }

    [Id(4)]
    public int Kind { get; set; }

    [Id(5)]
    public int Direction { get; set; }

    /// <summary>Start, last, and end (0 while open).</summary>
    [Id(6)]
    public (long StartNs, long LastNs, long EndNs) Times { get; set; }

    /// <summary>Score, observed, expected, lower, upper.</summary>
    [Id(7)]
    public (double Score, double Observed, double Expected, double Lower, double Upper) Numbers { get; set; }

    [Id(8)]
    public long LearntSamples { get; set; }

    [Id(9)]
    public int Severity { get; set; }

    [Id(10)]
    public (double ReturnSamples, string Reasons) Rarity { get; set; }

    [Id(11)]
    public int Shape { get; set; }

    /// <summary>Of each carrier names and values in turn, unit, share, observed, expected.</summary>
    [Id(12)]
    public (string[] Labels, string Unit, double Share, double Observed, double Expected)[] Carriers { get; set; }
}

/// <summary>To and from the wire.</summary>
[RegisterConverter]
public sealed class AnomalyConverter : IConverter<Anomaly, AnomalySurrogate>
{
    /// <inheritdoc />
    public Anomaly ConvertFromSurrogate(in AnomalySurrogate surrogate) => new()
    {
        Id = surrogate.Id,
        Series = Read(surrogate.Labels),
        Unit = surrogate.Unit,
        Entity = new EntityId(surrogate.Entity),
        Kind = (AnomalyKind)surrogate.Kind,
        Direction = (AnomalyDirection)surrogate.Direction,
        StartNs = surrogate.Times.StartNs,
        LastNs = surrogate.Times.LastNs,
        EndNs = surrogate.Times.EndNs == 0 ? null : surrogate.Times.EndNs,
        Score = surrogate.Numbers.Score,
        Observed = surrogate.Numbers.Observed,
        Expected = surrogate.Numbers.Expected,
        Lower = surrogate.Numbers.Lower,
        Upper = surrogate.Numbers.Upper,
        LearntSamples = surrogate.LearntSamples,
        Severity = (Severity)surrogate.Severity,
        ReturnSamples = surrogate.Rarity.ReturnSamples,
        Reasons = surrogate.Rarity.Reasons,
        Shape = (AnomalyShape)surrogate.Shape,
        Carriers = [.. surrogate.Carriers.Select(carrier => new AnomalyCarrier(Read(carrier.Labels), carrier.Unit, carrier.Share, carrier.Observed, carrier.Expected))],
    };

    /// <inheritdoc />
    public AnomalySurrogate ConvertToSurrogate(in Anomaly value) => new()
    {
        Id = value.Id,
        Labels = Write(value.Series),
        Unit = value.Unit,
        Entity = value.Entity.Value,
        Kind = (int)value.Kind,
        Direction = (int)value.Direction,
        Times = (value.StartNs, value.LastNs, value.EndNs ?? 0),
        Numbers = (value.Score, value.Observed, value.Expected, value.Lower, value.Upper),
        LearntSamples = value.LearntSamples,
        Severity = (int)value.Severity,
        Rarity = (value.ReturnSamples, value.Reasons),
        Shape = (int)value.Shape,
        Carriers = [.. value.Carriers.Select(carrier => (Write(carrier.Series), carrier.Unit, carrier.Share, carrier.Observed, carrier.Expected))],
    };

    private static Labels Read(string[] pairs) => Labels.Create(pairs.Chunk(2).Select(pair => new Label(pair[0], pair[1])));

    private static string[] Write(Labels labels) => [.. labels.SelectMany(label => new[] { label.Name, label.Value })];
}
