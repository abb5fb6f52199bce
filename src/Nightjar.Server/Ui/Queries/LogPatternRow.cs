using System.Globalization;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A pattern as a page lists it.</summary>
/// <param name="Id">As a search knows it.</param>
/// <param name="Figure">How many lines, or how many before and now.</param>
/// <param name="Severity">The highest of its lines.</param>
/// <param name="Template">What they share.</param>
/// <param name="Service">Whose they are.</param>
/// <param name="Example">One of them.</param>
public sealed record LogPatternRow(string Id, string Figure, byte Severity, string Template, string Service, string Example)
{
    /// <summary>With its number of lines.</summary>
    public static LogPatternRow Of(PatternLines lines) => new(lines.Id, Number(lines.Count), lines.Severity, lines.Template, lines.Service, lines.Example);

    /// <summary>With how it differs.</summary>
    public static LogPatternRow Of(PatternChange change) => Of(change.Pattern) with { Figure = Words(change) };

    private static string Words(PatternChange change) => change.Kind switch
    {
        PatternChangeKind.New => $"new, {Number(change.Now)}",
        PatternChangeKind.Gone => $"gone, {Number(change.Before)}",
        _ => $"{(change.Kind == PatternChangeKind.More ? "more" : "fewer")}, {Number(change.Before)} → {Number(change.Now)}",
    };

    private static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
