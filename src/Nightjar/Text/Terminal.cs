namespace Nightjar.Commands.Text;

/// <summary>Where text goes, how wide a line may be there, and whether it may have colours: only on a terminal, and not where NO_COLOR is set (no-color.org).</summary>
/// <param name="Writer">Standard output, or a test's.</param>
/// <param name="Width">Characters of a line; <see cref="int.MaxValue"/> where nothing is cut.</param>
/// <param name="HasColours">Whether sequences of ECMA-48 are understood.</param>
internal sealed record Terminal(TextWriter Writer, int Width, bool HasColours)
{
    // Some terminals say 0.
    private const int LeastWidth = 40;

    /// <summary>Standard output.</summary>
    public static Terminal Output() => Console.IsOutputRedirected
        ? new Terminal(Console.Out, int.MaxValue, false)
        : new Terminal(Console.Out, Math.Max(Console.WindowWidth, LeastWidth), string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>A text in a colour, given as the number of ECMA-48's SGR; 0 is none.</summary>
    public string Coloured(string text, int colour) => HasColours && colour > 0 ? $"\u001b[{colour}m{text}\u001b[0m" : text;
}
