using System.Globalization;

namespace Nightjar.Benchmarks.Load;

/// <summary><c>--name value</c> pairs of the command line.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public static Options Parse(IEnumerable<string> arguments)
    {
        Options options = new();
        string[] all = [.. arguments];
        for (int i = 0; i + 1 < all.Length; i += 2)
        {
            options._values[all[i].TrimStart('-')] = all[i + 1];
        }

        return options;
    }

    public int Int(string name, int otherwise) =>
        _values.TryGetValue(name, out string? value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);
}
