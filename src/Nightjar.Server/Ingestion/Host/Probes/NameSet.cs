using System.Text;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>Things of the machine by name, found by the kernel's bytes without making a string. Bounded.</summary>
internal sealed class NameSet<T>(int most, Func<string, T?> create)
    where T : class
{
    // The kernel's own bound of a device or interface name is far below; a longer one is cut in its tail.
    private const int LongestName = 256;
    private readonly Dictionary<string, T?> _known = new(StringComparer.Ordinal);

    /// <summary>The thing of a name, made when new. Null when its maker leaves the name out or the bound is reached.</summary>
    public T? Get(ReadOnlySpan<byte> name)
    {
        Span<char> characters = stackalloc char[LongestName];
        int length = Encoding.UTF8.GetChars(name[..Math.Min(name.Length, LongestName)], characters);
        Dictionary<string, T?>.AlternateLookup<ReadOnlySpan<char>> lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(characters[..length], out T? thing) && _known.Count < most)
        {
            string text = characters[..length].ToString();
            thing = create(text);
            _known.Add(text, thing);
        }

        return thing;
    }
}
