namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>The metric's name as Prometheus would call it: legal letters, unit, type.</summary>
internal static class MetricName
{
    /// <summary>
    /// <c>http.server.duration</c> in <c>ms</c> as <c>http_server_duration_milliseconds</c>. Empty when no legal letter is left.
    /// </summary>
    /// <param name="name">As sent.</param>
    /// <param name="unit">UCUM, as sent; may be empty.</param>
    /// <param name="isCounter">A monotonic sum: ends in <c>_total</c>.</param>
    /// <param name="isGauge">A gauge: the unit <c>1</c> means a ratio. Counters of things carry that unit too, and are none.</param>
    public static string Of(string name, string unit, bool isCounter, bool isGauge)
    {
        List<string> words = Words(name);
        if (words.Count == 0)
        {
            return "";
        }

        (string main, string per) = UnitSuffix.Of(unit);
        AddNew(words, main);
        AddNew(words, per);
        if (isCounter)
        {
            MoveToEnd(words, "total");
        }

        if (isGauge && unit.Trim() == "1")
        {
            MoveToEnd(words, "ratio");
        }

        string joined = string.Join('_', words);
        return char.IsAsciiDigit(joined[0]) ? "_" + joined : joined;
    }

    /// <summary>The runs of legal characters (ASCII letters, digits, colons).</summary>
    public static List<string> Words(string text)
    {
        List<string> words = [];
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == ':'))
            {
                continue;
            }

            if (i > start)
            {
                words.Add(text[start..i]);
            }

            start = i + 1;
        }

        return words;
    }

    private static void AddNew(List<string> words, string word)
    {
        if (word.Length > 0 && !words.Contains(word))
        {
            words.Add(word);
        }
    }

    private static void MoveToEnd(List<string> words, string word)
    {
        words.RemoveAll(existing => existing == word);
        words.Add(word);
    }
}
