using System.Text;

namespace Nightjar.Evaluation;

/// <summary>Cuts one line of CSV (RFC 4180, one record a line) into fields.</summary>
internal static class CsvRow
{
    /// <summary>The fields, quotes resolved; false when a quote is left open.</summary>
    public static bool TrySplit(string line, char separator, List<string> fields)
    {
        fields.Clear();
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (!TryQuoted(line, ref at, out string quoted))
                {
                    return false;
                }

                fields.Add(quoted);
            }
            else
            {
                int end = line.IndexOf(separator, at);
                end = end < 0 ? line.Length : end;
                fields.Add(line[at..end].Trim());
                at = end;
            }

            if (at >= line.Length)
            {
                return true;
            }

            at++; // the separator
        }
    }

    private static bool TryQuoted(string line, ref int at, out string value)
    {
        StringBuilder text = new();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                text.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                text.Append(line[at++]);
            }
            else
            {
                at++;
                value = text.ToString();
                return at == line.Length || !char.IsLetterOrDigit(line[at]);
            }
        }

        value = "";
        return false;
    }
}
