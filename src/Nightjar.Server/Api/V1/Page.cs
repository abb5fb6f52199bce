namespace Nightjar.Server.Api.V1;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The part asked for.</param>
/// <param name="NextOffset">The offset of what follows; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int? NextOffset);
