using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>Fetches the pages of one job's targets.</summary>
internal sealed class ScrapeClient : IDisposable
{
    private const int MostRedirects = 10;

    // As Prometheus asks; a target that knows OpenMetrics answers in it, for the sake of units and exemplars.
    private const string Accept =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private const int FirstBuffer = 64 * 1024;

    private readonly ScrapeJob _job;
    private readonly int _maxBytes;
    private readonly HttpClient _http;

    public ScrapeClient(ScrapeJob job, int maxBodyBytes)
    {
        _job = job;
        _maxBytes = job.BodySizeLimit > 0 ? (int)Math.Min(job.BodySizeLimit, int.MaxValue / 2) : maxBodyBytes;
        SocketsHttpHandler handler = new()
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = job.FollowRedirects,
            MaxAutomaticRedirections = MostRedirects,
            UseCookies = false,
            UseProxy = false, // a target is reached directly or not at all
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a name that moves is followed
        };
        if (job.InsecureSkipVerify)
        {
#pragma warning disable CA5359 // the user asks for it by name: insecure_skip_verify
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", Accept);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Nightjar", "0.1"));
    }

    /// <summary>Fetches a page into <paramref name="body"/>. Null when it came, with its format; otherwise the reason for people.</summary>
    public async Task<(bool OpenMetrics, string? Failure)> FetchAsync(Uri url, PooledBuffer body, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation(
                "X-Prometheus-Scrape-Timeout-Seconds", _job.Timeout.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (_job.Authorization is { } authorization)
            {
                request.Headers.Authorization = await authorization.ToHeaderAsync(cancellation);
            }

            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (false, $"it answers HTTP {(int)response.StatusCode}");
            }

            string type = response.Content.Headers.ContentType?.MediaType ?? "";
            if (type is not ("" or "text/plain" or "application/openmetrics-text"))
            {
                return (false, $"it answers {type}, not metrics: check metrics_path");
            }

            await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
            return await body.TryReadAsync(stream, _maxBytes, cancellation)
                ? (type == "application/openmetrics-text", null)
                : (false, $"its page has over {_maxBytes} bytes: raise body_size_limit or ingestion.maxBodyBytes");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (false, failure.InnerException is SocketException socket ? socket.Message : failure.Message);
        }
    }

    /// <summary>A buffer for a page.</summary>
    public static PooledBuffer NewBuffer() => new(FirstBuffer);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
