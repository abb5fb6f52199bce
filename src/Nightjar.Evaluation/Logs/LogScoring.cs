namespace Nightjar.Evaluation.Logs;

/// <summary>
/// Scores mined patterns against labels. GA: Zhu et al., Tools and Benchmarks for Automated Log Parsing, 2019; FGA and FTA: Jiang et al.,
/// A Large-Scale Evaluation for Log Parsing Techniques, 2024; PA: Dai et al., Logram, 2020.
/// </summary>
public static class LogScoring
{
    /// <param name="labels">What is right.</param>
    /// <param name="groups">The pattern of each line.</param>
    /// <param name="templates">Its template, of each line; any placeholder counts as any other.</param>
    public static LogScores Score(LogLabels labels, IReadOnlyList<int> groups, IReadOnlyList<string> templates)
    {
        int lines = groups.Count;
        Dictionary<string, string> forms = [];
        string[] truth = [.. labels.Templates.Select(Form)];
        string[] mined = [.. templates.Select(Form)];

        ILookup<string, int> events = Enumerable.Range(0, lines).ToLookup(line => labels.EventIds[line]);
        ILookup<int, int> patterns = Enumerable.Range(0, lines).ToLookup(line => groups[line]);
        List<IGrouping<int, int>> right = [.. patterns.Where(pattern =>
            pattern.Select(line => labels.EventIds[line]).Distinct().Count() == 1
            && events[labels.EventIds[pattern.First()]].Count() == pattern.Count())];

        ILookup<string, int> byText = Enumerable.Range(0, lines).ToLookup(line => mined[line]);
        int rightTexts = byText.Count(text => text.All(line => truth[line] == text.Key));
        return new LogScores(
            (double)right.Sum(pattern => pattern.Count()) / lines,
            F1(right.Count, patterns.Count, events.Count),
            (double)Enumerable.Range(0, lines).Count(line => truth[line] == mined[line]) / lines,
            F1(rightTexts, byText.Count, truth.Distinct().Count()));

        string Form(string template) => forms.TryGetValue(template, out string? form) ? form : forms[template] = ComparableTemplate.Of(template);
    }

    // Of precision right / mined and recall right / labelled.
    private static double F1(int right, int mined, int labelled) => 2.0 * right / (mined + labelled);
}
