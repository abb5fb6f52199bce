namespace Nightjar.Evaluation.Logs;

/// <summary>A log whose events are known.</summary>
/// <param name="Name">Of the system.</param>
/// <param name="Messages">The message of each line, UTF-8.</param>
/// <param name="Original">The labels it was published with.</param>
/// <param name="Corrected">The labels mended later (Khan et al., Guidelines for Assessing the Accuracy of Log Message Template Identification Techniques, 2022); null where there are none.</param>
public sealed record LabelledLog(string Name, IReadOnlyList<byte[]> Messages, LogLabels Original, LogLabels? Corrected);
