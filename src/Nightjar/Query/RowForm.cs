namespace Nightjar.Commands.Query;

/// <summary>How rows are printed.</summary>
internal enum RowForm
{
    /// <summary>Aligned columns on a terminal, columns with tabs between them elsewhere.</summary>
    Table,

    /// <summary>An array of objects.</summary>
    Json,

    /// <summary>RFC 4180.</summary>
    Csv,
}
