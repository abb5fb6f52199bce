using Nightjar.Core.Detection.Rules;

namespace Nightjar.Commands.Backtest;

/// <summary>The command line of <c>backtest</c>, checked.</summary>
/// <param name="File">A CSV file; null where series of a data directory are asked for.</param>
/// <param name="TimeColumn">Its column of times.</param>
/// <param name="Series">Selectors.</param>
/// <param name="Last">How much of the past.</param>
/// <param name="DataDirectory">Where the series are kept.</param>
/// <param name="Token">For a server that wants one.</param>
/// <param name="Set">What is tried; null compares nothing.</param>
/// <param name="SetText">The same as written.</param>
/// <param name="AsJson">JSON instead of text.</param>
internal sealed record BacktestSettings(
    string? File,
    string? TimeColumn,
    IReadOnlyList<string> Series,
    TimeSpan Last,
    string DataDirectory,
    string? Token,
    RuleSettings? Set,
    string SetText,
    bool AsJson);
