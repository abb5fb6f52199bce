using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Configuration;

namespace Nightjar.Server.Detection.Rules;

/// <summary>The calendars of the configuration, expanded for a bounded time around now. Thread-safe: replaced whole.</summary>
public sealed partial class EventCalendars
{
    // Back as far as samples may be scored again after a start (detection.replayLimit, 30 d at most), ahead further than any pause between two looks.
    private static readonly TimeSpan Back = TimeSpan.FromDays(32);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(8);

    private readonly IReadOnlyList<CalendarOptions> _options;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly ILogger<EventCalendars> _log;
    private volatile FrozenDictionary<string, EventCalendar> _now;

    /// <exception cref="ConfigurationException">A file cannot be used, or two calendars have one name.</exception>
    public EventCalendars(
        IOptions<DetectionOptions> options, ServerOptions server, ConfigurationOrigin origin, TimeProvider time, ILogger<EventCalendars> log)
    {
        _options = [.. options.Value.Calendars];
        _directory = server.ConfigurationDirectory;
        _time = time;
        _log = log;
        Dictionary<string, EventCalendar> read = new(StringComparer.Ordinal);
        for (int i = 0; i < _options.Count; i++)
        {
            string where = origin.Of($"detection:calendars:{i}");
            EventCalendar calendar = Read(_options[i], out string? problem) ?? throw new ConfigurationException($"{where}: {problem}.");
            if (!read.TryAdd(_options[i].Name, calendar))
            {
                throw new ConfigurationException($"{where}: there are two calendars named {_options[i].Name}: give one another name.");
            }
        }

        _now = read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>By name, as of the last look.</summary>
    public IReadOnlyDictionary<string, EventCalendar> Now => _now;

    /// <summary>Reads all files once more. One that cannot be read keeps the events it had.</summary>
    internal void Refresh()
    {
        Dictionary<string, EventCalendar> read = new(_now, StringComparer.Ordinal);
        foreach (CalendarOptions options in _options)
        {
            if (Read(options, out string? problem) is { } calendar)
            {
                read[options.Name] = calendar;
            }
            else
            {
                LogUnreadable(options.Name, problem ?? "");
            }
        }

        _now = read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private EventCalendar? Read(CalendarOptions options, out string? problem)
    {
        long nowNs = _time.NowNs();
        return options.Read(_directory, new TimeRange(nowNs - Back.ToNs(), nowNs + Ahead.ToNs()), out problem);
    }

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Calendar {Name} keeps the events it had: {Problem}.")]
    private partial void LogUnreadable(string name, string problem);
}
