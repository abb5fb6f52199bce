namespace Nightjar.Commands.Query;

/// <summary>The command line of <c>query</c>, checked.</summary>
internal sealed record QuerySettings(string DataDirectory, string? Token, string Sql, RowForm Form, int MaxRows, int TimeoutSeconds);
