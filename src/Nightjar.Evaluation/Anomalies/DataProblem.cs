using System.Globalization;

namespace Nightjar.Evaluation.Anomalies;

/// <summary>Why a benchmark cannot be used.</summary>
/// <param name="File">The file or folder.</param>
/// <param name="Line">The line, from 1; null where no line is to blame.</param>
/// <param name="Sentence">What is wrong, without a full stop.</param>
public sealed record DataProblem(string File, int? Line, string Sentence)
{
    /// <inheritdoc />
    public override string ToString() =>
        Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{File}, line {line}: {Sentence}.") : $"{File}: {Sentence}.";
}
