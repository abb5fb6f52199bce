using System.CommandLine;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Evaluate;

/// <summary><c>nightjar evaluate</c>: what Nightjar does, measured on data that says what would have been right.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Command command = new("evaluate", "Measure on labelled data how well it does") { AnomaliesCommand.Create(), LogsCommand.Create() };
        ExamplesHelp.Add(command, ("nightjar evaluate anomalies --dataset nab --data NAB", "score detection on the Numenta Anomaly Benchmark"), ("nightjar evaluate logs --data loghub", "score the mining of log patterns"));
        return command;
    }
}
