using System.Globalization;

namespace Nightjar.Server.Ui.Queries;

/// <summary>The lines of a pattern in a range of time.</summary>
/// <param name="Id">As a search knows it: <c>service.pattern</c>.</param>
/// <param name="Service">The service's name.</param>
/// <param name="Template">What the lines share.</param>
/// <param name="Example">The first line of the pattern ever; empty for the unclassified.</param>
/// <param name="Severity">The highest of the range's lines, OpenTelemetry's number, 0 unknown.</param>
/// <param name="Count">Lines in the range.</param>
/// <param name="FirstNs">The oldest of them.</param>
/// <param name="LastNs">The newest.</param>
public sealed record PatternLines(string Id, string Service, string Template, string Example, byte Severity, long Count, long FirstNs, long LastNs)
{
    /// <summary>The id of a service's pattern.</summary>
    public static string IdOf(int service, int pattern) => string.Create(CultureInfo.InvariantCulture, $"{service}.{pattern}");
}
