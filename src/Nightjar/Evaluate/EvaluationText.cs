using System.Globalization;
using Nightjar.Commands.Text;
using Nightjar.Evaluation.Anomalies;
using Nightjar.Evaluation.Anomalies.JointSimulation;
using Nightjar.Evaluation.Anomalies.Kpi;
using Nightjar.Evaluation.Anomalies.Nab;
using Nightjar.Evaluation.Anomalies.Simulation;
using Nightjar.Evaluation.Logs;

namespace Nightjar.Commands.Evaluate;

/// <summary>Reports as text: a line a method.</summary>
internal static class EvaluationText
{
    private static readonly string[] CommonHeadings = ["VUS-PR", "false alarms/series-week", "samples/CPU-s", "bytes/series"];

    private static readonly string[] Scores = ["GA", "FGA", "PA", "FTA"];

    public static void Write(TextWriter output, NabReport report)
    {
        output.WriteLine($"NAB, {report.Files.Count} files, {report.Files.Sum(file => file.Windows)} windows; thresholds chosen on {report.ThresholdFrom}.");
        TextTable.Write(
            output,
            ["method", "standard", "low FP", "low FN", "5-fold", "±12 %", "windows hit", "false rows", .. CommonHeadings],
            [.. WithBaselines(report, report.Baselines).Select(one => (string[])[
                one.Method,
                Number(one.Standard, "F2"),
                Number(one.LowFalsePositive, "F2"),
                Number(one.LowFalseNegative, "F2"),
                Number(one.CrossValidated, "F2"),
                Number(one.MeanOverThresholds, "F2"),
                Number(one.Files.Sum(file => file.WindowsHit), "F0"),
                Number(one.Files.Sum(file => file.FalsePositiveRows), "F0"),
                .. Common(one)])]);
    }

    public static void Write(TextWriter output, EventReport report)
    {
        output.WriteLine($"{report.Series.Count} series; threshold chosen on {report.ThresholdFrom}.");
        TextTable.Write(
            output,
            ["method", "F1", "precision", "recall", "threshold", .. CommonHeadings],
            [.. WithBaselines(report, report.Baselines).Select(one => (string[])[
                one.Method,
                Number(one.F1, "F3"),
                Number(one.Precision, "F3"),
                Number(one.Recall, "F3"),
                Number(one.Threshold, "G4"),
                .. Common(one)])]);
    }

    public static void Write(TextWriter output, SimulationReport report)
    {
        output.WriteLine($"{report.Kinds.Count} kinds of {report.SeriesPerKind} series, {report.Days} days of one-minute samples, seed {report.Seed}.");
        output.WriteLine($"False alarms in 1,000 series a day: {Number(report.FalseAlarmsPer1000SeriesDays, "F1")}; after the first week {Number(report.FalseAlarmsAfterFirstWeek, "F1")}.");
        output.WriteLine(
            $"Of all that as one estate the alarm budget tells: {Number(report.ToldPer1000SeriesDays, "F1")}; after the first week {Number(report.ToldAfterFirstWeek, "F1")}."
            + $" Of {report.Faults.Sum(fault => fault.Found)} faults found it tells {report.Faults.Sum(fault => fault.Told)}, of {report.HeavyTailedFaults.Sum(fault => fault.Found)} in heavy tails {report.HeavyTailedFaults.Sum(fault => fault.Told)}.");
        output.WriteLine("Faults found of those injected:");
        TextTable.Write(
            output,
            ["kind", "false/1,000 days", "after a week", .. report.Faults.Select(fault => fault.Fault)],
            [
                Row("all but heavy tails (*)", null, null, report.Faults),
                Row("heavy tails (*)", null, null, report.HeavyTailedFaults),
                .. report.Kinds.Select(kind => Row(kind.HeavyTailed ? $"{kind.Kind} *" : kind.Kind, kind.FalseAlarmsPer1000SeriesDays, kind.FalseAlarmsAfterFirstWeek, kind.Faults)),
            ]);
    }

    public static void Write(TextWriter output, LogsReport report)
    {
        output.WriteLine($"{report.Systems.Count} logs. GA and FGA by the labels they were published with, PA and FTA by the corrected ones where there are any.");
        TextTable.Write(
            output,
            ["system", "lines", "patterns", .. Scores, .. Scores.Select(name => $"{name} orig."), .. Scores.Select(name => $"{name} corr.")],
            [
                .. report.Systems.Select(system => (string[])[
                    system.System, Number(system.Lines, "F0"), Number(system.Patterns, "F0"), .. Figures(new(system.Ga, system.Fga, system.Pa, system.Fta)),
                    .. Figures(system.Original), .. Figures(system.Corrected)]),
                ["average", "", "", .. Figures(report.Average), .. Figures(report.AverageOriginal), .. Figures(report.AverageCorrected)],
            ]);
        output.WriteLine($"Lines a CPU-second: {Number(report.Speed.LinesPerCpuSecond, "N0")}; from knowing nothing on {Number(report.Speed.LinesPerCpuSecondLearning, "N0")}.");
        output.WriteLine($"{Number(report.Stress.Lines, "N0")} lines of random words in five templates: {report.Stress.Patterns} patterns, {report.Stress.Signatures} signatures held.");
    }

    private static string[] Figures(LogScores? scores) =>
        [Number(scores?.Ga, "F4"), Number(scores?.Fga, "F4"), Number(scores?.Pa, "F4"), Number(scores?.Fta, "F4")];

    public static void Write(TextWriter output, JointSimulationReport report)
    {
        output.WriteLine($"{report.Kinds.Count} kinds of {report.EntitiesPerKind} entities, {report.Days} days of one-minute samples, seed {report.Seed}.");
        output.WriteLine($"Joint anomalies without a fault in 1,000 entities a day: {Number(report.FalseAlarmsPer1000EntityDays, "F1")}.");
        output.WriteLine("Faults found of those injected (rightly named; told of one of its series alone):");
        TextTable.Write(
            output,
            ["kind", "false/1,000 days", .. report.Faults.Select(fault => fault.Fault)],
            [
                JointRow("all", report.FalseAlarmsPer1000EntityDays, report.Faults),
                .. report.Kinds.Select(kind => JointRow(kind.Kind, kind.FalseAlarmsPer1000EntityDays, kind.Faults)),
            ]);
    }

    private static string[] JointRow(string name, double falseAlarms, IReadOnlyList<JointFaultShare> faults) =>
        [name, Number(falseAlarms, "F1"), .. faults.Select(fault => fault.Injected == 0 ? "-" : $"{fault.Found}/{fault.Injected} ({fault.RightlyNamed}; {fault.AloneToo})")];

    private static string[] Row(string name, double? falseAlarms, double? late, IReadOnlyList<FaultShare> faults) =>
        [name, Number(falseAlarms, "F1"), Number(late, "F1"), .. faults.Select(fault => fault.Injected == 0 ? "-" : $"{fault.Found}/{fault.Injected}")];

    private static IEnumerable<T> WithBaselines<T>(T report, IReadOnlyList<T>? baselines) => [report, .. baselines ?? []];

    private static string[] Common(MethodReport report) =>
        [Number(report.VusPr, "F3"), Number(report.FalseAlarmsPerSeriesWeek, "F2"), Number(report.SamplesPerCpuSecond, "N0"), Number(report.BytesPerSeries, "N0")];

    private static string Number(double? value, string format) => value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
