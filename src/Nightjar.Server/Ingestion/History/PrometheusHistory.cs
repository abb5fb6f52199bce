using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Prometheus;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Asks a Prometheus-compatible server for its past. Counts the time in which it is waited for.</summary>
internal sealed class PrometheusHistory : IDisposable
{
    // A server may take minutes for a day of thousands of series.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(5);

    // A gigabyte in one answer is more than was asked for.
    private const int MostBytes = 1_000_000_000;

    private const int ShownCharacters = 200;

    private readonly HistoryOptions _options;
    private readonly HttpClient _http;
    private long _waitedTicks;

    public PrometheusHistory(HistoryOptions options, Uri url)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.GZip })
        {
            BaseAddress = url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/"),
            Timeout = RequestTimeout,
            DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("Nightjar", "0.1") } },
        };
    }

    /// <summary>The time in which it was waited for the server, answers' bodies included.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _waitedTicks));

    /// <summary>How many series each metric name has.</summary>
    /// <exception cref="HistoryException">No answer, or one that cannot be used.</exception>
    public async Task<IReadOnlyDictionary<string, int>> NamesAsync(TimeRange range, CancellationToken cancellation)
    {
        IEnumerable<string> match = _options.Match.Count > 0 ? _options.Match : ["{__name__!=\"\"}"];
        using PooledBuffer body = await PostAsync(
            "api/v1/series",
            [.. match.Select(selector => KeyValuePair.Create("match[]", selector)), .. Ends(range)],
            cancellation);
        Dictionary<string, int> names = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument answer = JsonDocument.Parse(body.Span.ToArray());
            foreach (JsonElement series in answer.RootElement.GetProperty("data").EnumerateArray())
            {
                string name = series.GetProperty(Labels.MetricName).GetString() ?? "";
                names[name] = names.GetValueOrDefault(name) + 1;
            }
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HistoryException("its list of series is none of Prometheus' API", failure);
        }

        return names;
    }

    /// <summary>What it says of its metrics; empty where it says nothing (not every compatible server does).</summary>
    public async Task<IReadOnlyDictionary<string, MetricFamily>> FamiliesAsync(CancellationToken cancellation)
    {
        Dictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
        try
        {
            using PooledBuffer body = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "api/v1/metadata"), cancellation);
            using JsonDocument answer = JsonDocument.Parse(body.Span.ToArray());
            foreach (JsonProperty family in answer.RootElement.GetProperty("data").EnumerateObject())
            {
                JsonElement first = family.Value.EnumerateArray().First();
                FamilyType type = Enum.TryParse(first.GetProperty("type").GetString(), ignoreCase: true, out FamilyType known) ? known : FamilyType.Unknown;
                families[family.Name] = new MetricFamily(type, first.GetProperty("unit").GetString() ?? "", first.GetProperty("help").GetString() ?? "");
            }
        }
        catch (Exception failure) when (failure is HistoryException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Kinds are then read off the names.
        }

        return families;
    }

    /// <summary>The body of one query. Dispose it.</summary>
    /// <exception cref="HistoryException">No answer, or a refusal.</exception>
    public Task<PooledBuffer> RangeAsync(string query, TimeRange range, CancellationToken cancellation) =>
        PostAsync("api/v1/query_range", [new("query", query), .. Ends(range), new("step", Seconds(_options.Step.ToNs()))], cancellation);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> Ends(TimeRange range) => [new("start", Seconds(range.FromNs)), new("end", Seconds(range.ToNs))];

    private static string Seconds(long ns) => ((decimal)ns / Clock.NsPerSecond).ToString("0.###", CultureInfo.InvariantCulture);

    private Task<PooledBuffer> PostAsync(string call, KeyValuePair<string, string>[] values, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, call) { Content = new FormUrlEncodedContent(values) }, cancellation);

    private async Task<PooledBuffer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        PooledBuffer body = new(1 << 20);
        try
        {
            using (request)
            {
                request.Headers.Authorization = await _options.Auth.ToHeaderAsync(cancellation);
                using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                await using Stream stream = await answer.Content.ReadAsStreamAsync(cancellation);
                bool fits = await body.TryReadAsync(stream, MostBytes, cancellation);
                if (!answer.IsSuccessStatusCode || !fits)
                {
                    string text = System.Text.Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, ShownCharacters)]).ReplaceLineEndings(" ");
                    body.Dispose();
                    throw new HistoryException(fits ? $"it answers {(int)answer.StatusCode} {text}".TrimEnd() : "an answer has over a gigabyte");
                }

                return body;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            body.Dispose();
            throw new HistoryException(failure.InnerException is SocketException socket ? socket.Message : failure.Message, failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            body.Dispose();
            throw new HistoryException($"it has not answered within {RequestTimeout.TotalMinutes:0} min", failure);
        }
        finally
        {
            Interlocked.Add(ref _waitedTicks, Stopwatch.GetTimestamp() - started);
        }
    }
}
