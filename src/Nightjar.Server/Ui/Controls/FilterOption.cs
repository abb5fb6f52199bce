namespace Nightjar.Server.Ui.Controls;

/// <summary>A choice of a filter.</summary>
/// <param name="Value">As the URL says it; null for "any".</param>
/// <param name="Text">As the button says it.</param>
public sealed record FilterOption(string? Value, string Text);
