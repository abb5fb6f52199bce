using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection;

/// <summary>How a series id travels between machines; Core knows nothing of Orleans.</summary>
[GenerateSerializer]
[Immutable]
public struct SeriesIdSurrogate
{
    /// <summary>The hash.</summary>
    [Id(0)]
    public ulong Value { get; set; }
}

/// <summary>To and from the wire.</summary>
[RegisterConverter]
public sealed class SeriesIdConverter : IConverter<SeriesId, SeriesIdSurrogate>
{
    /// <inheritdoc />
    public SeriesId ConvertFromSurrogate(in SeriesIdSurrogate surrogate) => new(surrogate.Value);

    /// <inheritdoc />
    public SeriesIdSurrogate ConvertToSurrogate(in SeriesId value) => new() { Value = value.Value };
}
