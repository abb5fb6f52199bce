using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>Attributes as labels: legal names, text values, and no name twice.</summary>
internal static class LabelSet
{
    // The values of attributes whose names become one label are joined by it, as the compatibility specification demands.
    private const string Joint = ";";

    /// <summary>
    /// An attribute's name with what is not an ASCII letter or digit replaced by <c>_</c> and no two <c>_</c> in a row; <c>key_</c>
    /// before a digit. Empty stays empty.
    /// </summary>
    public static string NameOf(string attribute)
    {
        Span<char> name = attribute.Length <= 256 ? stackalloc char[attribute.Length] : new char[attribute.Length];
        int length = 0;
        foreach (char c in attribute)
        {
            char legal = char.IsAsciiLetterOrDigit(c) ? c : '_';
            if (legal != '_' || length == 0 || name[length - 1] != '_')
            {
                name[length++] = legal;
            }
        }

        ReadOnlySpan<char> text = name[..length];
        if (length > 0 && char.IsAsciiDigit(text[0]))
        {
            return string.Concat("key_", text);
        }

        return text.SequenceEqual(attribute) ? attribute : text.ToString();
    }

    /// <summary>
    /// The labels of some attributes, in the order of the attributes' names. An attribute without a name or a value is no label.
    /// </summary>
    /// <param name="attributes">As sent. Of two with one name the first counts, as OTLP leaves that open.</param>
    /// <param name="prefix">Put before each name.</param>
    public static List<Label> Of(IEnumerable<KeyValue> attributes, string prefix = "")
    {
        List<Label> labels = [];
        string? before = null;
        foreach (KeyValue attribute in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            string value = AttributeText.Of(attribute.Value);
            if (attribute.Key.Length == 0 || attribute.Key == before || value.Length == 0)
            {
                continue;
            }

            before = attribute.Key;
            string name = NameOf(prefix + attribute.Key);
            int same = labels.FindIndex(label => label.Name == name);
            if (same < 0)
            {
                labels.Add(new Label(name, value));
            }
            else
            {
                labels[same] = new Label(name, labels[same].Value + Joint + value);
            }
        }

        return labels;
    }

    /// <summary>True when one of the labels has this name.</summary>
    public static bool Has(this List<Label> labels, string name)
    {
        foreach (Label label in labels)
        {
            if (label.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
