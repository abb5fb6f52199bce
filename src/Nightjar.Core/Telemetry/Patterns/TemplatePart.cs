namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>A token as a template shows it.</summary>
/// <param name="Text">As written.</param>
/// <param name="Spaced">Whether white space stands before it.</param>
internal readonly record struct TemplatePart(string Text, bool Spaced);
