using System.Text;
using System.Text.Unicode;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// The labels of a series as remote write 1.0 has them on the wire: one field 1 a label, of name (1) and value (2). Version 2.0 is brought into
/// this form, so that both share one cache. Cold: once a new series.
/// </summary>
internal static class LabelFields
{
    /// <summary>Field 1, length-delimited: a label of a series, and the name in a label.</summary>
    public const uint LabelTag = 0x0A;

    private const uint ValueTag = 0x12;

    /// <summary>Reads the labels, or counts the refusal for <paramref name="samples"/> samples.</summary>
    public static bool TryRead(ReadOnlySpan<byte> fields, SeriesDoor door, SampleBatch batch, int samples, out List<Label> labels)
    {
        labels = [];
        ProtoReader reader = new(fields);
        while (reader.Next())
        {
            ProtoReader label = new(reader.Bytes);
            ReadOnlySpan<byte> name = default;
            ReadOnlySpan<byte> value = default;
            while (label.Next())
            {
                switch (label.Tag)
                {
                    case LabelTag:
                        name = label.Bytes;
                        break;
                    case ValueTag:
                        value = label.Bytes;
                        break;
                }
            }

            if (label.Broken)
            {
                batch.Refusals.Add(RefusalReason.Malformed, samples, static () => "a label is cut short: look for what changes the bytes between sender and here");
                return false;
            }

            // Before strings are made of them: a body may hold one label of many megabytes.
            if (!door.Admits(labels.Count + 1, batch, samples) || !door.Admits(name, value.Length, batch, samples))
            {
                return false;
            }

            if (!Utf8.IsValid(name) || !Utf8.IsValid(value))
            {
                batch.Refusals.Add(RefusalReason.BadLabel, samples, static () => "a label is not UTF-8: mend the encoding at the sender");
                return false;
            }

            labels.Add(new Label(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value)));
        }

        return true;
    }
}
