using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightjar.Storage;

namespace Nightjar.Server.Detection.Rules;

/// <summary>Looks at the calendars' files from time to time: they change, and the time they are expanded for moves on.</summary>
internal sealed partial class CalendarWatch(EventCalendars calendars, DetectionRules rules, TimeProvider time, ILogger<CalendarWatch> log) : BackgroundService
{
    // Somebody who announces tonight's work this afternoon is heard.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (calendars.Now.Count > 0 && await timer.WaitForNextTickAsync(stoppingToken))
        {
            calendars.Refresh();
            try
            {
                await rules.ReloadAsync(stoppingToken);
            }
            catch (StorageException failure)
            {
                LogNotTaken(failure);
            }
        }
    }

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "The calendars were read anew, and wait for the state store to count.")]
    private partial void LogNotTaken(Exception failure);
}
