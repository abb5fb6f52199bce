namespace Nightjar.Commands.Text;

/// <summary>Rows under headings, the first column to the left and the others to the right.</summary>
internal static class TextTable
{
    /// <summary>Writes it; every row has as many cells as there are headings.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> headings, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. headings.Select((heading, i) => rows.Select(row => row[i].Length).Append(heading.Length).Max())];
        foreach (IReadOnlyList<string> row in rows.Prepend([.. headings]))
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }
    }
}
