using Nightjar.Commands.Client;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Rules;

namespace Nightjar.Commands.Tune;

/// <summary>Selectors as a rule has them.</summary>
internal static class SelectorText
{
    /// <summary>
    /// A selector of one series alone: all of its labels, and none of those that others of its name have and it has not. Written
    /// with <c>__name__</c>, as a name may hold what a bare one must not.
    /// </summary>
    /// <param name="series">The scored series.</param>
    /// <param name="known">Labels of all raw series and histograms there are.</param>
    public static string Of(Labels series, IEnumerable<Labels> known)
    {
        string text = Write(series.Select(label => (label.Name, label.Value)));
        DetectionRule rule = new(Matchers(text), new RuleSettings());
        IEnumerable<string> absent = known
            .Where(other => (series.Name == other.Name || series.Name.StartsWith(other.Name + ":", StringComparison.Ordinal)) && rule.Fits(other, series.Name))
            .SelectMany(other => other.Select(label => label.Name))
            .Distinct().Except(series.Select(label => label.Name)).Order(StringComparer.Ordinal);
        return Write([.. series.Select(label => (label.Name, label.Value)), .. absent.Select(name => (name, ""))]);
    }

    /// <summary>Its conditions.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static IReadOnlyList<LabelMatcher> Matchers(string selector) =>
        new RuleOptions { Match = selector, Mode = RuleMode.Auto }.TryRead(out DetectionRule rule, out IReadOnlyList<(string Setting, string Problem)> problems)
            ? rule.Matchers
            : throw new CommandException($"{selector}: it {problems[0].Problem}.", ExitCode.Failed);

    private static string Write(IEnumerable<(string Name, string Value)> labels) =>
        $"{{{string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""))}}}";

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
