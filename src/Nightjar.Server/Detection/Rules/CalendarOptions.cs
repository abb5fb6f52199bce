using System.ComponentModel.DataAnnotations;
using Nightjar.Core.Detection.Rules;

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
