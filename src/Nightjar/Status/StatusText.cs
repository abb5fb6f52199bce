using System.Globalization;
using Nightjar.Commands.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Api.V1;

namespace Nightjar.Commands.Status;

/// <summary>A status for people: a line a matter, the matter first, so that <c>grep</c> finds it.</summary>
internal static class StatusText
{
    public static void Write(TextWriter output, StatusReport report)
    {
        if (report is { Server: { } server, Status: { } status })
        {
            Line(output, "server", $"Nightjar {status.Version} at {server.Url}, process {server.ProcessId}, up {SpanText.Of((status.Now - status.Started).ToNs())}");
            Line(output, "detection", Detection(status.Detection));
        }
        else
        {
            Line(output, "server", "none holds the directory");
        }

        Line(output, "incidents", $"{report.OpenIncidents:N0} open, anomalies {report.OpenAnomalies:N0} open");
        if (report.Status is { } now)
        {
            Line(output, "samples", string.Create(CultureInfo.InvariantCulture, $"{now.SamplesPerSecond:0.#}/s from {Count(now.Sources, "source")}, {now.QueuedSamples:N0} waiting"));
            Line(output, "series", $"{report.Series:N0} of at most {now.MaxSeries:N0}");
        }
        else
        {
            Line(output, "series", $"{report.Series:N0}");
        }

        Line(output, "storage", Storage(report.Storage));
        foreach (string path in report.Storage.DamagedParts)
        {
            Line(output, "damaged", $"{path}: run nightjar storage check");
        }

        if (report.Status?.StorageFailure is { } failure)
        {
            Line(output, "failing", failure);
        }

        Line(output, "data", report.DataDirectory);
        foreach (SourceRecord source in report.Sources)
        {
            Line(output, "source", Source(source));
        }
    }

    /// <summary>How far learning is.</summary>
    public static string Detection(DetectionRecord detection)
    {
        if (detection.IsRestoring)
        {
            return "restoring what was learnt";
        }

        string first = detection is { Judged: 0, FirstVerdictsInSeconds: { } seconds } ? $"; first verdicts in {About(TimeSpan.FromSeconds(seconds))}" : "";
        return $"{detection.Judged:N0} series judged, {detection.Learning:N0} learning{first}";
    }

    /// <summary>A length of time nobody needs to the second.</summary>
    public static string About(TimeSpan length) =>
        length < TimeSpan.FromMinutes(1) ? "less than a minute" : string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(length.TotalMinutes):0} min");

    private static string Storage(StorageRecord storage)
    {
        string range = storage is { Oldest: { } oldest, Newest: { } newest } ? $", {Time(oldest)} to {Time(newest)}" : "";
        string each = storage.BytesPerPartSample is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes:0.0} bytes a sample in parts") : "";
        return $"{storage.HotSamples + storage.PartSamples:N0} samples, {Count(storage.Parts, "part")}, {Megabytes(storage.Bytes)} on disk{each}{range}";
    }

    private static string Source(SourceRecord source)
    {
        long refused = source.Refused.Sum(reason => reason.Count);
        string refusals = refused > 0 ? $", {refused:N0} refused ({string.Join(", ", source.Refused.Select(reason => reason.Reason))})" : "";
        string error = source.Error is null ? "" : $", {source.Error}";
        return string.Create(CultureInfo.InvariantCulture, $"{source.Name}: {source.Accepted:N0} samples, {source.SamplesPerSecond:0.#}/s, last {Time(source.LastSeen)}{refusals}{error}");
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";

    private static void Line(TextWriter output, string matter, string text) => output.WriteLine($"{matter,-10} {text}");
}
