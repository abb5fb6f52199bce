using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Server;
using Nightjar.Server.Detection;
using Nightjar.Server.Detection.Rules;

namespace Nightjar.Commands.Backtest;

/// <summary>What <c>nightjar.yaml</c> in a data directory says of judging.</summary>
/// <param name="Rules">In their order.</param>
/// <param name="Calendars">By the names that rules use.</param>
/// <param name="Detector">The constants of the detectors.</param>
internal sealed record ConfiguredRules(ImmutableArray<DetectionRule> Rules, IReadOnlyDictionary<string, EventCalendar> Calendars, DetectorOptions Detector)
{
    /// <summary>Of a file: no rules, and times as they stand there.</summary>
    public static ConfiguredRules None { get; } = new([], new Dictionary<string, EventCalendar>(), DetectorOptions.Default);

    /// <summary>Reads it; nothing where there is no file.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="fromNs">The time from which on events are wanted.</param>
    /// <exception cref="ConfigurationException">The file, a rule or a calendar cannot be used.</exception>
    public static ConfiguredRules Read(string directory, long fromNs)
    {
        string path = Path.Combine(directory, ConfigurationFile.DefaultName);
        if (!File.Exists(path))
        {
            return None with { Detector = DetectorOptions.Default with { Zone = DetectionOptions.ZoneOf("") } };
        }

        IConfiguration detection = new ConfigurationBuilder().AddInMemoryCollection(ConfigurationFile.Read(path)).Build().GetSection("detection");
        TimeRange range = new(fromNs, TimeProvider.System.NowNs());
        Dictionary<string, EventCalendar> calendars = new(StringComparer.Ordinal);
        foreach (CalendarOptions calendar in detection.GetSection("calendars").Get<CalendarOptions[]>() ?? [])
        {
            string? problem = calendar.Validate(new ValidationContext(calendar)).FirstOrDefault()?.ErrorMessage;
            calendars[calendar.Name] = problem is null && calendar.Read(directory, range, out problem) is { } events
                ? events
                : throw new ConfigurationException($"{path}: the calendar {calendar.Name} of detection.calendars: {problem}.");
        }

        RuleOptions[] rules = detection.GetSection("rules").Get<RuleOptions[]>() ?? [];
        return new ConfiguredRules(
            [
                .. rules.Select(rule => rule.TryRead(out DetectionRule read, out IReadOnlyList<(string Setting, string Problem)> problems)
                    ? read
                    : throw new ConfigurationException($"{path}: a rule of detection.rules: {problems[0].Setting} {problems[0].Problem}.")),
            ],
            calendars,
            DetectorOptions.Default with { Zone = ZoneOf(path, detection["timeZone"] ?? "") });
    }

    private static LocalTime ZoneOf(string path, string timeZone)
    {
        ValidationResult? problem = new DetectionOptions { TimeZone = timeZone }.Validate(new ValidationContext(timeZone)).FirstOrDefault();
        return problem is null ? DetectionOptions.ZoneOf(timeZone) : throw new ConfigurationException($"{path}: detection.timeZone {problem.ErrorMessage}.");
    }
}
