namespace Nightjar.Commands.Tune;

/// <summary>The command line of <c>tune</c>, checked.</summary>
/// <param name="File">A CSV file; null where a data directory is read.</param>
/// <param name="TimeColumn">Its column of times.</param>
/// <param name="Series">Selectors; none means all that something was said of.</param>
/// <param name="Last">How much of the past.</param>
/// <param name="WantedNs">Times whose anomalies are to be told.</param>
/// <param name="UnwantedNs">Times whose anomalies are not.</param>
/// <param name="DataDirectory">Where series and words are kept.</param>
/// <param name="Token">For a server that wants one.</param>
/// <param name="AsJson">JSON instead of YAML.</param>
internal sealed record TuneSettings(
    string? File,
    string? TimeColumn,
    IReadOnlyList<string> Series,
    TimeSpan Last,
    IReadOnlyList<long> WantedNs,
    IReadOnlyList<long> UnwantedNs,
    string DataDirectory,
    string? Token,
    bool AsJson);
