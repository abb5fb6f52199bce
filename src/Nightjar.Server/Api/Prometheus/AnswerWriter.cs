using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>Writes an answer of Prometheus' API straight into the response: no objects between the samples and the socket.</summary>
internal sealed class AnswerWriter : IAsyncDisposable
{
    // Pipes like pieces of a few pages; larger pieces only hold memory.
    private const int FlushBytes = 32 * 1024;
    private const string ContentType = "application/json";

    // The answer is data, never part of a page, so only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly HttpResponse _response;
    private readonly Utf8JsonWriter _json;

    public AnswerWriter(HttpResponse response)
    {
        _response = response;
        response.ContentType = ContentType;
        _json = new Utf8JsonWriter(response.BodyWriter, Options);
    }

    /// <summary>The writer, for what has no method here.</summary>
    public Utf8JsonWriter Json => _json;

    /// <summary>Begins <c>{"status":"success","data":</c>.</summary>
    public void BeginSuccess()
    {
        _json.WriteStartObject();
        _json.WriteString("status"u8, "success"u8);
        _json.WritePropertyName("data"u8);
    }

    /// <summary>Ends what <see cref="BeginSuccess"/> began.</summary>
    public void EndSuccess() => _json.WriteEndObject();

    /// <summary>The labels of a series as an object.</summary>
    public void WriteLabels(Labels labels)
    {
        _json.WriteStartObject();
        for (int i = 0; i < labels.Count; i++)
        {
            _json.WriteString(labels[i].Name, labels[i].Value);
        }

        _json.WriteEndObject();
    }

    /// <summary>A pair <c>[time, "value"]</c>.</summary>
    public void WritePoint(long timeMs, double value) // hot
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        _json.WriteStartArray();
        WriteTime(timeMs);
        _json.WriteStringValue(text[..GoFloat.Write(value, text)]);
        _json.WriteEndArray();
    }

    /// <summary>A scalar's pair: its value is written without exponent.</summary>
    public void WriteScalar(long timeMs, double value)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        _json.WriteStartArray();
        WriteTime(timeMs);
        _json.WriteStringValue(text[..GoFloat.WritePlain(value, text)]);
        _json.WriteEndArray();
    }

    /// <summary>Sends what has gathered once it is worth it.</summary>
    public async ValueTask FlushIfLargeAsync(CancellationToken cancellation)
    {
        if (_json.BytesPending + _response.BodyWriter.UnflushedBytes > FlushBytes)
        {
            await _json.FlushAsync(cancellation);
            await _response.BodyWriter.FlushAsync(cancellation);
        }
    }

    /// <summary>An error in Prometheus' form.</summary>
    public static async Task WriteFailureAsync(HttpResponse response, ApiFailure failure, CancellationToken cancellation)
    {
        response.StatusCode = failure.Status;
        await using AnswerWriter answer = new(response);
        answer._json.WriteStartObject();
        answer._json.WriteString("status"u8, "error"u8);
        answer._json.WriteString("errorType"u8, failure.Type);
        answer._json.WriteString("error"u8, failure.Message);
        answer._json.WriteEndObject();
        await answer._json.FlushAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        await _response.BodyWriter.FlushAsync();
    }

    private void WriteTime(long timeMs)
    {
        (long seconds, long ms) = Math.DivRem(timeMs, 1_000);
        if (ms == 0)
        {
            _json.WriteNumberValue(seconds);
        }
        else
        {
            _json.WriteNumberValue(timeMs / 1_000m);
        }
    }
}
