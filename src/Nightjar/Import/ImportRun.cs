using System.Globalization;
using System.Text.Json;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.History;

namespace Nightjar.Commands.Import;

/// <summary>Sends files to the server that holds a data directory and says what became of each.</summary>
internal static class ImportRun
{
    /// <summary>Exit code 1 when rows were left out, 3 when no server holds the directory or a file cannot be read, 4 when the server refuses one.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> files, string directory, string? token, bool asJson, CancellationToken cancellation) => HeldData.RunAsync(
        directory,
        token,
        async server =>
        {
            List<FileReport> reports = [];
            foreach (string file in files)
            {
                FileReport report = await Progress.WhileAsync($"{file}: sent, stored and learnt", () => SendAsync(server, file, cancellation));
                reports.Add(report);
                if (!asJson)
                {
                    Write(report);
                }
            }

            if (asJson)
            {
                WriteJson(reports);
            }

            return reports.Any(report => report.BadRows > 0 || report.Refused > 0) ? ExitCode.Found : ExitCode.Ok;
        },
        () => throw new CommandException(
            $"No server holds {directory}: start it with `nightjar serve --data {directory}` and import again, or name the files as ingestion.history in its nightjar.yaml.", ExitCode.CannotOpen));

    private static async Task<FileReport> SendAsync(ServerClient server, string file, CancellationToken cancellation)
    {
        FileStream content;
        try
        {
            content = File.OpenRead(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {failure.Message}", ExitCode.CannotOpen);
        }

        await using (content)
        {
            return await server.PostFileAsync($"import?file={Uri.EscapeDataString(Path.GetFileName(file))}", content, CommandJson.Default.FileReport, cancellation);
        }
    }

    private static void WriteJson(List<FileReport> reports) => Console.Out.WriteLine(JsonSerializer.Serialize(reports, CommandJson.Default.ListFileReport));

    private static void Write(FileReport report)
    {
        string span = report.Series > 0 ? $", {Clock.ToTime(report.FromNs):yyyy-MM-ddTHH:mm:ssZ} to {Clock.ToTime(report.ToNs):yyyy-MM-ddTHH:mm:ssZ}" : "";
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.File}: {report.Samples:N0} samples of {report.Series:N0} series stored and learnt{span}; read in {report.ReadSeconds:0.0} s, learnt in {report.LearnSeconds:0.0} s."));
        if (report.AlreadyThere > 0)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {report.AlreadyThere:N0} samples left out: their series has one of that time."));
        }

        if (report.Refused > 0)
        {
            Console.Out.WriteLine($"  Refused: {report.Refusals}.");
        }

        if (report.BadRows > 0)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {report.BadRows:N0} rows or fields cannot be used; the first:"));
        }

        foreach (FileProblem problem in report.Problems)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {report.File}, line {problem.Line}: {problem.Sentence}."));
        }
    }
}
