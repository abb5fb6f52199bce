using System.Text.Json;
using Nightjar.Commands.Text;
using Nightjar.Core.Detection;
using Nightjar.Evaluation;

namespace Nightjar.Commands.Detect;

/// <summary>Reads a file, runs detection over its columns, prints what is abnormal.</summary>
internal static class DetectRun
{
    private const string StandardInput = "-";

    /// <summary>Exit code 1 when there are anomalies.</summary>
    public static int Run(string file, string? timeColumn, int warmUpSamples, bool asJson)
    {
        DetectorOptions options = new() { WarmUpSamples = warmUpSamples };
        (CsvTable Table, List<ColumnAnomaly> Found)? result = null;
        string? problem = null;
        try
        {
            using TextReader reader = file == StandardInput ? Console.In : new StreamReader(file);
            Progress.While($"reading {file}", tell =>
            {
                if (!CsvReader.TryRead(reader, timeColumn, line => tell($"reading {file}: {line:N0} lines"), out CsvTable? table, out problem))
                {
                    return;
                }

                tell($"judging {table.Rows:N0} rows");
                result = (table, [.. TableDetection.Run(table.Columns, Path.GetFileNameWithoutExtension(file), options).Select(one => new ColumnAnomaly(one.Column, one.Anomaly))]);
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{file} cannot be read: {failure.Message}");
            return ExitCode.CannotOpen;
        }

        if (result is not { } read)
        {
            Console.Error.WriteLine($"{file}: {problem}.");
            return ExitCode.Failed;
        }

        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(DetectReport.Of(read.Table, read.Found), CommandJson.Default.DetectReport));
        }
        else
        {
            Print(read.Table, read.Found);
        }

        return read.Found.Count > 0 ? ExitCode.Found : ExitCode.Ok;
    }

    private static void Print(CsvTable table, List<ColumnAnomaly> found)
    {
        foreach (ColumnAnomaly one in found)
        {
            AnomalyText.Write(Console.Out, one);
        }

        string columns = table.Columns.Count == 1 ? "1 column" : $"{table.Columns.Count} columns";
        Console.Out.WriteLine(found.Count switch
        {
            0 => $"Nothing abnormal in {table.Rows:N0} rows, {columns}.",
            1 => $"1 anomaly in {table.Rows:N0} rows, {columns}.",
            _ => $"{found.Count} anomalies in {table.Rows:N0} rows, {columns}.",
        });
        if (table.BadRows > 0)
        {
            Console.Error.WriteLine($"{table.BadRows:N0} rows or fields were left out; the first:");
            foreach (CsvProblem problem in table.Problems)
            {
                Console.Error.WriteLine($"  line {problem.Line}: {problem.Sentence}");
            }
        }
    }
}
