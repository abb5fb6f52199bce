using System.Text;
using System.Text.Unicode;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Reads a series as an exposition writes it: <c>name{a="b",c="d\n"}</c>. Cold: once a new series.</summary>
internal static class ExpositionLabels
{
    /// <summary>The labels with <c>__name__</c> first; false when it is not written so.</summary>
    public static bool TryParse(ReadOnlySpan<byte> series, out List<Label> labels)
    {
        labels = [];
        int brace = series.IndexOf((byte)'{');
        ReadOnlySpan<byte> name = (brace < 0 ? series : series[..brace]).TrimEnd(" \t"u8);
        if (!Utf8.IsValid(series) || (name.Length > 0 && !IsName(name, colons: true)))
        {
            return false;
        }

        if (name.Length > 0)
        {
            labels.Add(new Label(Labels.MetricName, Encoding.UTF8.GetString(name)));
        }

        return brace < 0 || TryParseBraces(series[(brace + 1)..], labels);
    }

    private static bool TryParseBraces(ReadOnlySpan<byte> rest, List<Label> labels)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t"u8);
            if (rest.IsEmpty)
            {
                return false;
            }

            if (rest[0] == (byte)'}')
            {
                return rest.Length == 1;
            }

            if (!TryParseLabel(ref rest, out Label label))
            {
                return false;
            }

            labels.Add(label);
            rest = rest.TrimStart(" \t"u8);
            if (!rest.IsEmpty && rest[0] == (byte)',')
            {
                rest = rest[1..];
            }
            else if (rest.IsEmpty || rest[0] != (byte)'}')
            {
                return false;
            }
        }
    }

    /// <summary>One label; a quoted text without a value is the metric's name, as Prometheus 3 writes names that are not plain.</summary>
    private static bool TryParseLabel(ref ReadOnlySpan<byte> rest, out Label label)
    {
        label = default;
        string name;
        if (rest[0] == (byte)'"')
        {
            if (!TryParseQuoted(ref rest, out name))
            {
                return false;
            }

            rest = rest.TrimStart(" \t"u8);
            if (rest.IsEmpty || rest[0] != (byte)'=')
            {
                label = new Label(Labels.MetricName, name);
                return true;
            }
        }
        else
        {
            int equals = rest.IndexOf((byte)'=');
            if (equals < 0 || !IsName(rest[..equals].TrimEnd(" \t"u8), colons: false))
            {
                return false;
            }

            name = Encoding.UTF8.GetString(rest[..equals].TrimEnd(" \t"u8));
            rest = rest[equals..];
        }

        rest = rest[1..].TrimStart(" \t"u8);
        if (!TryParseQuoted(ref rest, out string value))
        {
            return false;
        }

        label = new Label(name, value);
        return true;
    }

    private static bool TryParseQuoted(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = "";
        if (rest.IsEmpty || rest[0] != (byte)'"')
        {
            return false;
        }

        int end = 1;
        bool escaped = false;
        for (; end < rest.Length && rest[end] != (byte)'"'; end++)
        {
            if (rest[end] == (byte)'\\')
            {
                escaped = true;
                end++;
            }
        }

        if (end >= rest.Length)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(rest[1..end]);
        text = escaped ? Unescape(text) : text;
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>Backslash, quote and newline; a backslash before anything else stands for itself, as in Prometheus.</summary>
    private static string Unescape(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            if (next is '\\' or '"' or 'n')
            {
                plain.Append(next == 'n' ? '\n' : next);
                i++;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private static bool IsName(ReadOnlySpan<byte> name, bool colons)
    {
        foreach (byte letter in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != (byte)'_' && !(colons && letter == (byte)':'))
            {
                return false;
            }
        }

        return name.Length > 0 && !char.IsAsciiDigit((char)name[0]);
    }
}
