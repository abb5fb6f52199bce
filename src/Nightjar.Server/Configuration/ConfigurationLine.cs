namespace Nightjar.Server.Configuration;

/// <summary>Where a key stands in the file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Value">Its value; null for a key that has keys under it.</param>
internal sealed record ConfigurationLine(int Number, string? Value);
