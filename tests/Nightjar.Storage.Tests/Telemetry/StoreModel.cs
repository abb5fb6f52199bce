using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

/// <summary>What the store should hold: the plainest thing that can be right.</summary>
internal sealed class StoreModel
{
    private readonly SortedDictionary<(long TimeNs, ulong Series), double> _samples = [];

    public void Append(SeriesEntry entry, long timeNs, double value) => _samples[(timeNs, entry.Series.Id.Value)] = value;

    /// <summary>As text, so that a failure shows the bits and two NaNs with the same bits are equal.</summary>
    public List<string> Of(SeriesId id, TimeRange range) =>
    [
        .. _samples.Where(pair => pair.Key.Series == id.Value && range.Contains(pair.Key.TimeNs))
            .Select(pair => Show(pair.Key.TimeNs, pair.Value)),
    ];

    public List<string> Since(long fromNs) =>
    [
        .. _samples.Where(pair => pair.Key.TimeNs >= fromNs)
            .Select(pair => $"{new SeriesId(pair.Key.Series)} {Show(pair.Key.TimeNs, pair.Value)}"),
    ];

    public (long TimeNs, double Value)? NewestOf(SeriesId id) =>
        _samples.Where(pair => pair.Key.Series == id.Value).Select(pair => ((long, double)?)(pair.Key.TimeNs, pair.Value)).LastOrDefault();

    public int Count => _samples.Count;

    public static string Show(long timeNs, double value) => $"{timeNs} {BitConverter.DoubleToInt64Bits(value):x16}";
}
