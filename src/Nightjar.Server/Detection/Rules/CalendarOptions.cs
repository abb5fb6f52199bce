using System.ComponentModel.DataAnnotations;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Rules;

/// <summary>A calendar of scheduled events that rules may name (configuration section <c>detection.calendars</c>).</summary>
public sealed class CalendarOptions : IValidatableObject
{
    /// <summary>As rules name it.</summary>
    public string Name { get; set; } = "";

    /// <summary>An iCalendar file (<c>.ics</c>); a relative name begins beside the configuration file.</summary>
    public string File { get; set; } = "";

    /// <summary>What its events do.</summary>
    public CalendarEffect Effect { get; set; }

    /// <summary>The IANA zone of whole days and of times that name none.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Reads the file; null with a sentence when it cannot be used.</summary>
    /// <param name="directory">Where a relative name begins.</param>
    /// <param name="range">Events that touch it are wanted.</param>
    /// <param name="problem">Why not.</param>
    public EventCalendar? Read(string directory, TimeRange range, out string? problem)
    {
        string path = Path.GetFullPath(File, directory);
        try
        {
            if (new FileInfo(path).Length > CalendarFile.MaxBytes)
            {
                problem = $"{path} has more than {CalendarFile.MaxBytes} bytes: leave out what is long past";
                return null;
            }

            TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
            if (CalendarFile.TryRead(System.IO.File.ReadAllText(path), zone, range, out IReadOnlyList<TimeRange> events, out string? fault))
            {
                problem = null;
                return new EventCalendar(Effect, events);
            }

            problem = $"{path} {fault}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read: {failure.Message.TrimEnd('.')}";
        }

        return null;
    }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(File))
        {
            yield return new ValidationResult("needs a name, which rules then give as calendar, and the path of an iCalendar file (.ics) in file");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult($"is '{TimeZone}', which this machine does not know: give a zone such as Europe/Berlin or UTC", ["timeZone"]);
        }
    }
}
