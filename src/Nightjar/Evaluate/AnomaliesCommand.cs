using System.CommandLine;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Evaluate;

/// <summary><c>nightjar evaluate anomalies</c>: reads the command line; <see cref="AnomaliesRun"/> does the work.</summary>
internal static class AnomaliesCommand
{
    public static Command Create()
    {
        Option<string> dataset = new("--dataset") { Description = "nab: Numenta's layout; kpi: train/ and test/; csv: files with a label a row", HelpName = "nab|kpi|csv", Required = true };
        dataset.AcceptOnlyFromAmong("nab", "kpi", "csv");
        Option<string> data = new("--data") { Description = "The folder of the data", HelpName = "DIR", Required = true };
        Option<string[]> fitOn = new("--fit-on")
        {
            Description = "Where the threshold is chosen: another folder, or some files of --data (default: nab, csv: all of --data; kpi: its train/)",
            HelpName = "DIR|FILES",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> output = new("--out") { Description = "nab: write scores there as NAB's result files", HelpName = "DIR" };
        Option<bool> baselines = new("--baselines") { Description = "Simple methods beside it: spectral residual, windowed Gaussian, seasonal z-score" };
        Option<bool> json = new("--json") { Description = "One JSON object instead of text" };
        Command command = new("anomalies", "Score anomaly detection on labelled series") { dataset, data, fitOn, output, baselines, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(output) is not null && result.GetValue(dataset) is not (null or "nab"))
            {
                result.AddError("--out writes NAB's result files: it goes with --dataset nab.");
            }
        });
        command.SetAction(line => AnomaliesRun.Run(new AnomaliesSettings(
            Enum.Parse<Dataset>(line.GetRequiredValue(dataset), ignoreCase: true),
            line.GetRequiredValue(data),
            line.GetValue(fitOn) ?? [],
            line.GetValue(output),
            line.GetValue(baselines),
            line.GetValue(json))));
        ExamplesHelp.Add(
            command,
            ("nightjar evaluate anomalies --dataset nab --data NAB --out results", "all three profiles, and NAB's result files"),
            ("nightjar evaluate anomalies --dataset kpi --data KPI --json | jq .f1", "threshold from train/, score on test/"),
            ("nightjar evaluate anomalies --dataset csv --data mine --fit-on theirs", "threshold from other data than what is scored"));
        return command;
    }
}
