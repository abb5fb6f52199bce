namespace Nightjar.Storage.Telemetry;

/// <summary>What a statement gave.</summary>
/// <param name="Columns">Names and DuckDB types of the columns, in order.</param>
/// <param name="Rows">Each row in the order of the columns, values as DuckDB writes them; null is NULL.</param>
/// <param name="Truncated">True when there were more rows than asked for.</param>
public sealed record SqlQueryResult(IReadOnlyList<SqlColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, bool Truncated);

/// <summary>A column of a result.</summary>
/// <param name="Name">As the statement names it.</param>
/// <param name="Type">DuckDB's name of the type, such as BIGINT, DOUBLE or VARCHAR.</param>
public sealed record SqlColumn(string Name, string Type);
