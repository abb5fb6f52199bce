namespace Nightjar.Storage.Telemetry;

/// <summary>Where all samples stand at one moment. Immutable: a change publishes a new one, and a reader keeps the one it has.</summary>
/// <param name="Parts">Oldest generation first; no two overlap.</param>
/// <param name="Hot">Oldest generation first, all newer than the parts; the last one takes the appends.</param>
internal sealed record Layout(IReadOnlyList<Part> Parts, IReadOnlyList<HotTable> Hot)
{
    /// <summary>The table that takes the appends.</summary>
    public HotTable Current => Hot[^1];
}
