using System.Text;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Text;

/// <summary>Series as URLs carry them: <see cref="Labels.ToString"/>, and back.</summary>
public static class SeriesText
{
    // They are the same for most series beside each other, so they come last, where a narrow list may cut them off.
    private static readonly string[] Common = ["host_name", "instance", "job", "node"];

    /// <summary>Reads <c>name{a="1",b="2"}</c>: equality only, with backslash, quote and newline escaped. False for anything else.</summary>
    public static bool TryParse(string? text, out Labels labels)
    {
        labels = Labels.Empty;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        int brace = text.IndexOf('{', StringComparison.Ordinal);
        List<Label> found = [new(Labels.MetricName, (brace < 0 ? text : text[..brace]).Trim())];
        if (brace >= 0 && !TryParseLabels(text, brace + 1, found))
        {
            return false;
        }

        return found[0].Value.Length > 0 && Labels.TryCreate(found, out labels);
    }

    /// <summary>The labels beside the metric's name, those that tell series apart first.</summary>
    public static string Tail(Labels labels) =>
        string.Join(" · ", labels
            .Where(label => label.Name != Labels.MetricName)
            .OrderBy(label => Array.IndexOf(Common, label.Name))
            .Select(label => $"{label.Name}={label.Value}"));

    /// <summary>The values of the labels that tell series of one entity and metric apart; those that name the entity would say it twice.</summary>
    public static string Detail(Labels labels, EntityId entity) =>
        string.Join(" ", labels
            .Where(label => label.Name is not (Labels.MetricName or "job" or "instance") && !entity.Value.Contains(label.Value, StringComparison.Ordinal))
            .Select(label => label.Value));

    private static bool TryParseLabels(string text, int at, List<Label> found)
    {
        while (true)
        {
            while (at < text.Length && (text[at] is ' ' or ','))
            {
                at++;
            }

            if (at < text.Length && text[at] == '}')
            {
                return text.AsSpan(at + 1).Trim().IsEmpty;
            }

            int equals = text.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0 || !TryParseValue(text, equals + 2, out string value, out int after))
            {
                return false;
            }

            found.Add(new Label(text[at..equals].Trim(), value));
            at = after;
        }
    }

    private static bool TryParseValue(string text, int at, out string value, out int after)
    {
        StringBuilder read = new();
        for (int i = at; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                value = read.ToString();
                after = i + 1;
                return true;
            }

            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                read.Append(text[i] == 'n' ? '\n' : text[i]);
            }
            else
            {
                read.Append(text[i]);
            }
        }

        value = "";
        after = at;
        return false;
    }
}
