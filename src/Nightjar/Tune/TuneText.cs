using System.Globalization;
using Nightjar.Commands.Backtest;
using Nightjar.Core.Detection.Rules;
using Nightjar.Evaluation.Backtest;
using Nightjar.Evaluation.Tuning;

namespace Nightjar.Commands.Tune;

/// <summary>The proposal as a piece of <c>nightjar.yaml</c>; all that explains it is a comment, so that the whole can be kept.</summary>
internal static class TuneText
{
    private const int SaidWidth = 11;

    public static void Write(TextWriter output, TuneTotals totals)
    {
        foreach (TuningOutcome tuning in totals.Tunings)
        {
            Write(output, tuning);
        }

        if (totals.Words > totals.Placed)
        {
            output.WriteLine($"# {totals.Words - totals.Placed} of {totals.Words} words are left out: their anomalies are silences, deleted, or older than the history that was read.");
        }

        if (totals.Tunings.Count == 0)
        {
            output.WriteLine("# Nothing was said of what this history holds: say it on the pages of anomalies, or give --series SELECTOR with --unwanted TIME and --wanted TIME.");
        }

        if (totals.Rules.Count == 0)
        {
            output.WriteLine("# No rule to propose.");
            return;
        }

        output.WriteLine("# For nightjar.yaml; where it has detection.rules already, after those.");
        output.WriteLine("detection:");
        output.WriteLine("  rules:");
        foreach ((string match, RuleSettings settings) in totals.Rules)
        {
            output.WriteLine($"    - match: '{match.Replace("'", "''", StringComparison.Ordinal)}'");
            foreach ((string name, string value) in Settings(settings))
            {
                output.WriteLine($"      {name}: {value}");
            }
        }
    }

    /// <summary>As a file has them.</summary>
    private static IEnumerable<(string Name, string Value)> Settings(RuleSettings settings)
    {
        (string Name, IFormattable? Value)[] all =
        [
            ("sensitivity", settings.Sensitivity), ("minChange", settings.MinChange), ("lower", settings.Lower), ("upper", settings.Upper),
        ];
        return [
            .. settings.Direction is { } direction ? [("direction", Detect.AnomalyText.Lower(direction))] : Array.Empty<(string, string)>(),
            .. all.Where(one => one.Value is not null).Select(one => (one.Name, one.Value?.ToString("R", CultureInfo.InvariantCulture) ?? "")),
        ];
    }

    private static void Write(TextWriter output, TuningOutcome tuning)
    {
        string setting = tuning.After?.Settings is { } settings ? string.Join(", ", Settings(settings).Select(one => $"{one.Name} {one.Value}")) : "";
        output.WriteLine($"# {tuning.Series}");
        output.WriteLine($"#   {"since",-20}  {"said",-SaidWidth}  {"as it is",-BacktestText.VerdictWidth}  {setting}".TrimEnd());
        foreach (BacktestPair pair in BacktestPair.Match(tuning.Before.Anomalies, (tuning.After ?? tuning.Before).Anomalies))
        {
            string line = $"#   {BacktestText.Time(pair.StartNs)}  {Said(tuning, pair),-SaidWidth}  {BacktestText.Of(pair.Before),-BacktestText.VerdictWidth}";
            output.WriteLine((tuning.After is null ? line : $"{line}  {BacktestText.Of(pair.After)}").TrimEnd());
        }

        output.WriteLine($"#   {Verdict(tuning)}");
        output.WriteLine("#");
    }

    private static string Said(TuningOutcome tuning, BacktestPair pair)
    {
        Mark[] fitting = [.. tuning.Before.Marks.Where(mark => (pair.Before is { } before && mark.Fits(before)) || (pair.After is { } after && mark.Fits(after)))];
        return Array.Exists(fitting, mark => mark.IsWanted) ? "well caught" : fitting.Length > 0 ? "not wanted" : "";
    }

    private static string Verdict(TuningOutcome tuning)
    {
        TuningTrial before = tuning.Before;
        int wanted = before.Marks.Count(mark => mark.IsWanted);
        string missed = before.Caught.Count < wanted ? $" {wanted - before.Caught.Count} well caught would not be raised as it is, whatever is proposed." : "";
        if (tuning.After is { } after)
        {
            return $"Not wanted {before.Unwanted.Count} -> {after.Unwanted.Count}, well caught {before.Caught.Count} -> {after.Caught.Count}, others {before.Others.Count} -> {after.Others.Count} (settings tried: {tuning.Tried}).{missed}";
        }

        return (before.Unwanted.Count == 0 ? "Nothing to do: what is not wanted is not raised as it is (words and rules count already)."
            : tuning.LosesWanted ? $"Nothing better: what keeps more of what is not wanted away loses what is well caught (settings tried: {tuning.Tried})."
            : $"Nothing better: nothing keeps any of what is not wanted away (settings tried: {tuning.Tried}).") + missed;
    }
}
