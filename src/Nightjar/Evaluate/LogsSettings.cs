namespace Nightjar.Commands.Evaluate;

/// <summary>The command line of <c>evaluate logs</c>.</summary>
internal sealed record LogsSettings(string Data, bool Raw, string? Out, bool Json);
