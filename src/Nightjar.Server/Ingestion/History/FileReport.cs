namespace Nightjar.Server.Ingestion.History;

/// <summary>What became of a file.</summary>
/// <param name="File">Its name.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Series">Series it has samples of.</param>
/// <param name="Samples">Samples stored.</param>
/// <param name="AlreadyThere">Samples left out because their series has one of that time.</param>
/// <param name="Refused">Samples refused by the limits of ingestion.</param>
/// <param name="Refusals">Why, in sentences; empty when none was.</param>
/// <param name="BadRows">Rows, or fields of rows, that cannot be used.</param>
/// <param name="Problems">The first of them.</param>
/// <param name="FromNs">Time of its oldest sample; 0 without one.</param>
/// <param name="ToNs">Time of its newest; 0 without one.</param>
/// <param name="ReadSeconds">In which it was read and stored.</param>
/// <param name="LearnSeconds">In which it was learnt.</param>
public sealed record FileReport(
    string File, long Rows, int Series, long Samples, long AlreadyThere, long Refused, string Refusals, long BadRows, IReadOnlyList<FileProblem> Problems, long FromNs, long ToNs,
    double ReadSeconds, double LearnSeconds);
