using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Nightjar.Commands.Text;
using Nightjar.Evaluation.Anomalies.Simulation;

namespace Nightjar.Commands.Evaluate;

/// <summary><c>nightjar evaluate anomalies</c>: reads the command line; <see cref="AnomaliesRun"/> does the work.</summary>
internal static class AnomaliesCommand
{
    private const string Simulated = "simulated";
    private const string Joint = "joint";
    private const string Nab = "nab";

    // A hundred million samples of each kind: hours.
    private const int MostSeries = 1_000;
    private const int MostDays = 366;

    private static readonly Option<string> DatasetOption = new("--dataset")
    {
        Description = "nab: Numenta's layout; kpi: train/ and test/; csv: files with a label a row; simulated, joint: series and entities made here",
        HelpName = "nab|kpi|csv|simulated|joint",
        Required = true,
    };

    private static readonly Option<string?> Data = new("--data") { Description = "The folder of the data; not with simulated and joint", HelpName = "DIR" };

    private static readonly Option<string[]> FitOnOption = new("--fit-on")
    {
        Description = "Where the threshold is chosen: another folder, or some files of --data (default: nab, csv: all of --data; kpi: its train/)",
        HelpName = "DIR|FILES",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Out = new("--out") { Description = "nab: write scores there as NAB's result files", HelpName = "DIR" };
    private static readonly Option<bool> Baselines = new("--baselines") { Description = "Simple methods beside it: spectral residual, windowed Gaussian, seasonal z-score" };
    private static readonly Option<int> SeriesPerKind = Number("--series-per-kind", "simulated: series of each of 28 kinds; joint: entities of each of 12", 20, 1, MostSeries);
    private static readonly Option<int> Days = Number("--days", "simulated, joint: days of one-minute samples", 21, SimulationSettings.LeastDays, MostDays);
    private static readonly Option<int> Seed = Number("--seed", "simulated, joint: what the random numbers begin with", 1, 0, int.MaxValue);
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object instead of text" };

    public static Command Create()
    {
        DatasetOption.AcceptOnlyFromAmong(Nab, "kpi", "csv", Simulated, Joint);
        Command command = new("anomalies", "Score anomaly detection on labelled series") { DatasetOption, Data, FitOnOption, Out, Baselines, SeriesPerKind, Days, Seed, Json };
        command.Validators.Add(Validate);
        command.SetAction(line => AnomaliesRun.Run(new AnomaliesSettings(
            Enum.Parse<Dataset>(line.GetRequiredValue(DatasetOption), ignoreCase: true),
            line.GetValue(Data) ?? "",
            line.GetValue(FitOnOption) ?? [],
            line.GetValue(Out),
            line.GetValue(Baselines),
            new SimulationSettings(line.GetValue(SeriesPerKind), line.GetValue(Days), line.GetValue(Seed)),
            line.GetValue(Json))));
        ExamplesHelp.Add(
            command,
            ("nightjar evaluate anomalies --dataset nab --data NAB --out results", "all three profiles, and NAB's result files"),
            ("nightjar evaluate anomalies --dataset kpi --data KPI --json | jq .f1", "threshold from train/, score on test/"),
            ("nightjar evaluate anomalies --dataset csv --data mine --fit-on theirs", "threshold from other data than what is scored"),
            ("nightjar evaluate anomalies --dataset simulated --seed 7", "false alarms and faults found in series made here"),
            ("nightjar evaluate anomalies --dataset joint", "the same for what several series of an entity show together"));
        return command;
    }

    /// <summary>An option that would do nothing is said.</summary>
    private static void Validate(CommandResult line)
    {
        string? dataset = line.GetResult(DatasetOption) is { Tokens.Count: 1 } given ? given.Tokens[0].Value : null;
        if (dataset is null)
        {
            return;
        }

        Option[] useless = dataset is Simulated or Joint ? [Data, FitOnOption, Out, Baselines] : dataset == Nab ? [SeriesPerKind, Days, Seed] : [Out, SeriesPerKind, Days, Seed];
        foreach (Option option in useless.Where(option => line.GetResult(option) is { Implicit: false }))
        {
            line.AddError($"{option.Name} does not go with --dataset {dataset}.");
        }

        if (dataset is not (Simulated or Joint) && line.GetResult(Data) is null)
        {
            line.AddError($"--dataset {dataset} needs --data, the folder of the data.");
        }
    }

    private static Option<int> Number(string name, string description, int standard, int least, int most)
    {
        Option<int> option = new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {token.Value}: expected a number from {least} to {most}."));
            }
        });
        return option;
    }
}
