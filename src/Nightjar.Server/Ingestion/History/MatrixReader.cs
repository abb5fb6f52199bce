using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>
/// Reads the answer of <c>query_range</c> straight into samples: no object a sample. What cannot be read of one series costs that
/// series; a body that is no matrix gives a sentence.
/// </summary>
/// <param name="resolve">The series of labels; null for one that is refused.</param>
internal sealed class MatrixReader(Func<List<Label>, Storage.Telemetry.SeriesEntry?> resolve)
{
    // The year 2255: nanoseconds beyond it do not fit.
    private const double FarthestSeconds = 9e9;

    private readonly List<Label> _labels = [];

    /// <summary>Adds the samples of a body to a batch. Never throws on content.</summary>
    public bool TryRead(ReadOnlySpan<byte> body, SampleBatch batch, [NotNullWhen(false)] out string? problem)
    {
        problem = "its answer is no matrix of Prometheus' API";
        Utf8JsonReader json = new(body);
        bool isMatrix = false;
        try
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                if (json.ValueTextEquals("error"u8) && json.Read())
                {
                    problem = $"it answers: {json.GetString()}";
                    return false;
                }

                if (json.ValueTextEquals("resultType"u8) && json.Read())
                {
                    isMatrix = json.ValueTextEquals("matrix"u8);
                }
                else if (json.ValueTextEquals("result"u8) && json.Read() && json.TokenType == JsonTokenType.StartArray)
                {
                    ReadSeries(ref json, batch);
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }

        problem = isMatrix ? null : problem;
        return isMatrix;
    }

    private void ReadSeries(ref Utf8JsonReader json, SampleBatch batch)
    {
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            _labels.Clear();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("metric"u8))
                {
                    json.Read();
                    ReadLabels(ref json);
                }
                else if (json.ValueTextEquals("values"u8))
                {
                    json.Read();
                    ReadValues(ref json, batch);
                }
                else
                {
                    json.Read();
                    json.Skip();
                }
            }
        }
    }

    private void ReadLabels(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString() ?? "";
            json.Read();
            _labels.Add(new Label(name, json.GetString() ?? ""));
        }
    }

    // hot
    private void ReadValues(ref Utf8JsonReader json, SampleBatch batch)
    {
        Storage.Telemetry.SeriesEntry? entry = resolve(_labels);
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            json.Read();
            bool isTime = TryTime(json.ValueSpan, out long timeNs);
            json.Read();
            if (isTime && entry is not null && TryValue(json.ValueSpan, out double value))
            {
                batch.Add(entry, timeNs, value);
            }

            json.Read(); // the end of the pair
        }
    }

    /// <summary>Seconds with at most three decimals, exactly: a double would miss the millisecond.</summary>
    private static bool TryTime(ReadOnlySpan<byte> text, out long timeNs)
    {
        timeNs = 0;
        if (!Utf8Parser.TryParse(text, out long seconds, out int used) || Math.Abs((double)seconds) > FarthestSeconds)
        {
            return false;
        }

        timeNs = seconds * Clock.NsPerSecond;
        if (used == text.Length)
        {
            return true;
        }

        bool isDecimal = Utf8Parser.TryParse(text, out decimal exact, out used) && used == text.Length && Math.Abs((double)exact) <= FarthestSeconds;
        timeNs = isDecimal ? (long)(exact * Clock.NsPerSecond) : 0;
        return isDecimal;
    }

    private static bool TryValue(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out int used) && used == text.Length)
        {
            return true;
        }

        string word = Encoding.UTF8.GetString(text);
        value = word switch { "+Inf" or "Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.NaN };
        return word is "+Inf" or "Inf" or "-Inf" or "NaN";
    }
}
